/**
 * Compares training with the alternatives to Thalweg: scikit-learn, PyTorch and Spark MLlib, alternately, in one run.
 *
 * <p>Invariant: every measurement runs in a new process, ours too. A trainer that cannot be measured is reported in one line, and
 * does not fail the benchmark.
 */
package org.thalweg.benchmarks.peers;
