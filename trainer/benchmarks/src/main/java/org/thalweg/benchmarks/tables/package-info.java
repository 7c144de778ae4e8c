/** Typical business tables, and models trained on them with default settings, compared with scikit-learn's. */
package org.thalweg.benchmarks.tables;
