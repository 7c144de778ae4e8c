/**
 * Rows for training: examples, row keys, packed blocks, statistics, scaling and feature encoding.
 *
 * <p>Invariant: a row's key, lane, position and split depend only on the job's seed, the row's content and its number
 * among equal rows, never on the file, the partition or the order in which it was read.
 */
package org.thalweg.data;
