package org.thalweg.benchmarks.peers;

/**
 * What one epoch, or one pass over all rows, took and came to.
 *
 * @param seconds of training
 * @param evaluation seconds of measuring the test rows after it, where that is not among {@code seconds}
 * @param loss mean cross entropy of the test rows; NaN where they were not measured
 * @param accuracy share of the test rows that are right; NaN where they were not measured
 */
record Epoch(double seconds, double evaluation, double loss, double accuracy) {
    /** An epoch after which no test rows were measured. */
    static Epoch of(double seconds) {
        return new Epoch(seconds, 0, Double.NaN, Double.NaN);
    }
}
