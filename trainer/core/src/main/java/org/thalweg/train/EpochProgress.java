package org.thalweg.train;

import java.util.List;

/**
 * The progress of an epoch: the sums over its steps so far.
 *
 * @param steps taken in the epoch
 * @param rows counted
 * @param loss Σ weight · C
 * @param weight Σ weight
 * @param norms Σ of the steps' gradient norms
 * @param layers at the first step; empty before it
 * @param seconds the epoch has taken so far
 */
public record EpochProgress(
        long steps, long rows, double loss, double weight, double norms, List<LayerSummary> layers, double seconds) {
    /** An epoch that has not started. */
    public static final EpochProgress NONE = new EpochProgress(0, 0, 0, 0, 0, List.of(), 0);

    /** Checks the ranges, and copies the list. */
    public EpochProgress {
        layers = List.copyOf(layers);
        if (steps < 0 || rows < 0 || !(seconds >= 0)) {
            throw new IllegalArgumentException("epoch: expected steps, rows and seconds of 0 or more, found " + steps
                    + ", " + rows + " and " + seconds);
        }
    }

    /** A copy with other seconds. */
    EpochProgress after(double otherSeconds) {
        return new EpochProgress(steps, rows, loss, weight, norms, layers, otherSeconds);
    }
}
