package org.thalweg.train;

import java.util.List;

/**
 * Ends training when the training loss has not fallen for some epochs in a row below the lowest before it by more than a
 * tolerance. The losses are those that are told, without a penalty; the last parameters are kept.
 *
 * @param tolerance 0 or more; of the loss that training makes small, so of standardised targets where they are. By default
 *     {@value #DEFAULT_TOLERANCE}
 * @param patience epochs in a row, 1 or more; by default {@value #DEFAULT_PATIENCE}
 */
public record LossChange(double tolerance, int patience) implements StoppingRule {
    /** The default tolerance. */
    public static final double DEFAULT_TOLERANCE = 1e-4;

    /** The default patience. */
    public static final int DEFAULT_PATIENCE = 10;

    /** Checks the ranges. */
    public LossChange {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance: expected 0 or more, found " + tolerance);
        }
        if (patience < 1) {
            throw new IllegalArgumentException("patience: expected 1 or more, found " + patience);
        }
    }

    @Override
    public StoppedBy reason() {
        return StoppedBy.LOSS_CHANGE;
    }

    @Override
    public LossChange inUnits(double lossUnit) {
        return new LossChange(tolerance * lossUnit, patience);
    }

    @Override
    public boolean stops(List<EpochResult> history) {
        double lowest = Double.POSITIVE_INFINITY;
        int since = 0;
        for (EpochResult epoch : history) {
            since = epoch.trainLoss() < lowest - tolerance ? 0 : since + 1;
            lowest = Math.min(lowest, epoch.trainLoss());
        }
        return since >= patience;
    }
}
