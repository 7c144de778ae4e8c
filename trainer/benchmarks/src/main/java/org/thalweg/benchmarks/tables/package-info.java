/** Tables as teams have them, and models of them by default settings, beside scikit-learn's. */
package org.thalweg.benchmarks.tables;
