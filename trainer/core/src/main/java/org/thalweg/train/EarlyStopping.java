package org.thalweg.train;

import java.util.List;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;

/**
 * Ends training when a metric of the validation rows has not improved for some epochs. The result has the parameters of
 * the best epoch.
 *
 * @param patience epochs without a better value, 1 or more; by default {@value #DEFAULT_PATIENCE}
 * @param minDelta a value must be better by more than this, 0 or more. For the loss it is in units of the loss that
 *     training minimises, of standardised targets if targets are standardised. By default {@value #DEFAULT_MIN_DELTA}
 * @param metric to watch: any whose values are ordered from worse to better
 */
public record EarlyStopping(int patience, double minDelta, Metric metric) implements StoppingRule {
    /** The default patience. */
    public static final int DEFAULT_PATIENCE = 3;

    /** The default minDelta. */
    public static final double DEFAULT_MIN_DELTA = 0;

    /** The range of patience. */
    public static final Setting PATIENCE = Setting.whole("patience", 1, Integer.MAX_VALUE, DEFAULT_PATIENCE)
            .means("Number of consecutive epochs without a better value after which training ends.");

    /** The range of minDelta. */
    public static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, DEFAULT_MIN_DELTA)
            .means("A value is better if it improves on the best one by more than this, an absolute difference."
                    + " With metric loss, if data.scaleTarget is standard, the difference is in the loss of the scaled"
                    + " targets, not in the reported loss.");

    /** Checks the ranges. */
    public EarlyStopping {
        patience = (int) PATIENCE.require(patience);
        minDelta = MIN_DELTA.require(minDelta);
        if (!metric.isOrdered()) {
            throw new IllegalArgumentException("early stopping: expected a metric of which one value is better than"
                    + " another, found " + metric.label());
        }
    }

    /** Watches the loss. */
    public EarlyStopping(int patience, double minDelta) {
        this(patience, minDelta, Metric.LOSS);
    }

    @Override
    public StoppedBy reason() {
        return StoppedBy.EARLY_STOPPING;
    }

    @Override
    public String text() {
        return metric == Metric.LOSS
                ? reason().message()
                : "the validation " + metric.title() + " has stopped getting better";
    }

    @Override
    public boolean stops(List<EpochResult> history) {
        return history.size() - 1 - bestEpoch(history) >= patience;
    }

    /** The last epoch that improved on the best before it, from 0. An epoch without a value is never better. */
    public int bestEpoch(List<EpochResult> history) {
        int best = 0;
        for (int epoch = 1; epoch < history.size(); epoch++) {
            double least = value(history, best) + (metric.moreIsBetter() ? minDelta : -minDelta);
            if (metric.isBetter(value(history, epoch), least)) {
                best = epoch;
            }
        }
        return best;
    }

    @Override
    public EarlyStopping inUnits(double lossUnit) {
        return metric == Metric.LOSS ? new EarlyStopping(patience, minDelta * lossUnit, metric) : this;
    }

    private double value(List<EpochResult> history, int epoch) {
        return history.get(epoch).validation().orElseThrow().of(metric);
    }

    @Override
    public void requireMeasured(boolean validates, Task task) {
        if (!validates) {
            throw new IllegalArgumentException(
                    "early stopping: expected validation rows, found none; hold some out or give them");
        }
        if (!metric.goesWith(task)) {
            throw new IllegalArgumentException(
                    "early stopping: expected a metric of " + task.label() + ", found " + metric.label());
        }
    }
}
