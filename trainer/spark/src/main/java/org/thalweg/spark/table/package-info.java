/**
 * Reads data sources with Spark's own readers, and converts their rows into examples.
 *
 * <p>Invariant: no value is guessed. A cell that is not a finite number although one is needed, or a label that is not one of
 * the classes, is a {@link org.thalweg.spark.table.DataException} that names file, line and column.
 */
package org.thalweg.spark.table;
