package org.thalweg.train;

import java.util.List;
import org.thalweg.settings.Setting;

/**
 * Ends training when, for some epochs in a row, the training loss has not fallen below the lowest earlier one by more than a
 * tolerance. Uses the reported losses, without the penalty. The result has the last parameters.
 *
 * @param tolerance 0 or more; in units of the loss that training minimises, of standardised targets if targets are
 *     standardised. By default {@value #DEFAULT_TOLERANCE}
 * @param patience epochs in a row, 1 or more; by default {@value #DEFAULT_PATIENCE}
 */
public record LossChange(double tolerance, int patience) implements StoppingRule {
    /** The default tolerance. */
    public static final double DEFAULT_TOLERANCE = 1e-4;

    /** The default patience. */
    public static final int DEFAULT_PATIENCE = 10;

    /** The range of tolerance. */
    public static final Setting TOLERANCE = Setting.atLeast("tolerance", 0, DEFAULT_TOLERANCE)
            .means("A training loss is better if it is lower than the best one by more than this, an absolute"
                    + " difference. If data.scaleTarget is standard, the difference is in the loss of the scaled"
                    + " targets, not in the reported loss.");

    /** The range of patience. */
    public static final Setting PATIENCE = Setting.whole("patience", 1, Integer.MAX_VALUE, DEFAULT_PATIENCE)
            .means("Number of consecutive epochs without a better training loss after which training ends.");

    /** Checks the ranges. */
    public LossChange {
        tolerance = TOLERANCE.require(tolerance);
        patience = (int) PATIENCE.require(patience);
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
