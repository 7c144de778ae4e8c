/**
 * Thalweg as estimators and models of {@code org.apache.spark.ml}: for a {@code Pipeline}, a {@code CrossValidator}, a notebook.
 * Their params follow from the declarations of the keys of job files, and the same rows and settings give the same weights, bit
 * for bit, as a job file gives.
 */
package org.thalweg.ml;
