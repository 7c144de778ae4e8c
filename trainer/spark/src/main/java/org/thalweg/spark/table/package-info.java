/**
 * Data sources, read through Spark's own readers, and their rows made into examples.
 *
 * <p>Invariant: no value is guessed. A cell that is no finite number where one is needed, or a label outside the classes,
 * is a {@link org.thalweg.spark.table.DataException} that names file, line and column.
 */
package org.thalweg.spark.table;
