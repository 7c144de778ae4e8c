/** Compares our spark.ml estimators with MLlib's, and {@code transform} of their models with the scoring job. */
package org.thalweg.benchmarks.estimators;
