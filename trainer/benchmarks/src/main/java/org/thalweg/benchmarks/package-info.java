/**
 * Side-by-side benchmarks: each prints its figures as ratios against a reference measured in the same run.
 *
 * <p>Invariant: nothing here asserts a time; a person, or a note, judges the figures.
 */
package org.thalweg.benchmarks;
