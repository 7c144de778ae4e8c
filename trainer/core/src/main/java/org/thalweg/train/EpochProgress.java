package org.thalweg.train;

import java.util.List;

/**
 * How far an epoch has come: the sums over its steps so far.
 *
 * @param steps taken in the epoch
 * @param rows counted
 * @param loss Σ weight · C
 * @param weight Σ weight
 * @param norms Σ of the steps' gradient norms
 * @param layers at the epoch's first step; empty before it
 * @param seconds that it has taken
 */
public record EpochProgress(
        long steps, long rows, double loss, double weight, double norms, List<LayerSummary> layers, double seconds) {
    /** An epoch that has not begun. */
    public static final EpochProgress NONE = new EpochProgress(0, 0, 0, 0, 0, List.of(), 0);

    /** Checks the ranges, and copies the list. */
    public EpochProgress {
        layers = List.copyOf(layers);
        if (steps < 0 || rows < 0 || !(seconds >= 0)) {
            throw new IllegalArgumentException("epoch: expected steps, rows and seconds of 0 or more, found " + steps
                    + ", " + rows + " and " + seconds);
        }
    }

    /** The same after so many seconds. */
    EpochProgress after(double otherSeconds) {
        return new EpochProgress(steps, rows, loss, weight, norms, layers, otherSeconds);
    }
}
