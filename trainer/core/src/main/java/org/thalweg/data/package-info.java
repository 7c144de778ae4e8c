/**
 * Rows on their way into training: examples, row keys, packed blocks, statistics and scaling, synthetic data.
 *
 * <p>Invariant: what becomes of a row (its key, its lane, its place, whether it is held out) is a function of the job's
 * seed, of the row's content and of its number among equal rows, never of the file, the partition or the order it came in.
 */
package org.thalweg.data;
