package org.thalweg.benchmarks.peers;

/**
 * The duration and the result of an epoch, or of a pass over all rows.
 *
 * @param seconds the training time
 * @param evaluation the time to evaluate the test rows afterwards, unless included in {@code seconds}
 * @param loss the mean cross entropy of the test rows; NaN if they were not evaluated
 * @param accuracy the accuracy on the test rows, [0, 1]; NaN if they were not evaluated
 */
record Epoch(double seconds, double evaluation, double loss, double accuracy) {
    /** An epoch without evaluation. */
    static Epoch of(double seconds) {
        return new Epoch(seconds, 0, Double.NaN, Double.NaN);
    }
}
