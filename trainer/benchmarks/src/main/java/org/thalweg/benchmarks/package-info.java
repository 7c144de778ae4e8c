/**
 * Side-by-side benchmarks: each prints ratios to a reference that is measured in the same run.
 *
 * <p>Invariant: no benchmark asserts a time; people interpret the results.
 */
package org.thalweg.benchmarks;
