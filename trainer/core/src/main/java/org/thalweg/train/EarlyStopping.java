package org.thalweg.train;

import java.util.List;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;

/**
 * Ends training when the validation loss has not fallen for some epochs; the parameters of the best epoch are kept.
 *
 * @param patience epochs without a better loss, 1 or more; by default {@value #DEFAULT_PATIENCE}
 * @param minDelta a loss is better when it is below the best by more than this, 0 or more; of the loss that training makes small, so of
 *     standardised targets where they are. By default {@value #DEFAULT_MIN_DELTA}
 */
public record EarlyStopping(int patience, double minDelta) implements StoppingRule {
    /** The default patience. */
    public static final int DEFAULT_PATIENCE = 3;

    /** The default minDelta. */
    public static final double DEFAULT_MIN_DELTA = 0;

    /** The range of patience. */
    public static final Setting PATIENCE = Setting.whole("patience", 1, Integer.MAX_VALUE, DEFAULT_PATIENCE)
            .means("Epochs without a better validation loss before training ends.");

    /** The range of minDelta. */
    public static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, DEFAULT_MIN_DELTA)
            .means("A validation loss is better when it is lower by more than this.");

    /** Checks the ranges. */
    public EarlyStopping {
        patience = (int) PATIENCE.require(patience);
        minDelta = MIN_DELTA.require(minDelta);
    }

    @Override
    public StoppedBy reason() {
        return StoppedBy.EARLY_STOPPING;
    }

    @Override
    public boolean stops(List<EpochResult> history) {
        return history.size() - 1 - bestEpoch(history) >= patience;
    }

    /** The last epoch whose validation loss was better than the best before it, from 0. */
    public int bestEpoch(List<EpochResult> history) {
        int best = 0;
        for (int epoch = 1; epoch < history.size(); epoch++) {
            if (loss(history, epoch) < loss(history, best) - minDelta) {
                best = epoch;
            }
        }
        return best;
    }

    @Override
    public EarlyStopping inUnits(double lossUnit) {
        return new EarlyStopping(patience, minDelta * lossUnit);
    }

    private static double loss(List<EpochResult> history, int epoch) {
        return history.get(epoch).validation().loss();
    }

    @Override
    public void requireMeasured(boolean validates, Task task) {
        if (!validates) {
            throw new IllegalArgumentException(
                    "early stopping: expected validation rows, found none; hold some out or give them");
        }
    }
}
