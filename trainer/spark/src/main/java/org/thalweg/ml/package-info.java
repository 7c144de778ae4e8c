/**
 * Estimators and models for {@code org.apache.spark.ml}: use them in a {@code Pipeline}, a {@code CrossValidator} or a notebook.
 * Their params are generated from the declared keys of job files. The same rows and settings give the same weights as a job file,
 * bit for bit.
 */
package org.thalweg.ml;
