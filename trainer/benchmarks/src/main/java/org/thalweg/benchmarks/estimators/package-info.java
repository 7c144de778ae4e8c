/** The estimators of spark.ml beside MLlib's, and their models beside the job that scores. */
package org.thalweg.benchmarks.estimators;
