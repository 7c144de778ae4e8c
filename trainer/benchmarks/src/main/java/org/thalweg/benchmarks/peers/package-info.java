/**
 * Training beside what people would use without Thalweg: scikit-learn, PyTorch and Spark MLlib, in turn, in one run.
 *
 * <p>Invariant: every measurement is a process of its own, ours too; a trainer that cannot be measured is one line, and fails
 * nothing.
 */
package org.thalweg.benchmarks.peers;
