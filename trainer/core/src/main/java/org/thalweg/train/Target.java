package org.thalweg.train;

import java.util.List;
import java.util.Objects;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;

/**
 * Ends training when a metric of the last epoch is as good as was asked; the parameters that reached it are kept.
 *
 * @param value what the metric must reach, of its range: at most this for a loss or an error, else at least
 */
public record Target(Metric metric, double value) implements StoppingRule {
    /** What may be aimed at. */
    public enum Metric {
        /** The epoch's training loss. */
        TRAIN_LOSS(Setting.any("trainLoss", 0.1), null),
        /** The validation rows' loss. */
        VALIDATION_LOSS(Setting.any("validationLoss", 0.1), null),
        /** {@link Measure#ACCURACY} of the validation rows. */
        VALIDATION_ACCURACY(new Setting("validationAccuracy", 0, true, 1, true, 0.98), Measure.ACCURACY),
        /** {@link Measure#MICRO_F1} of the validation rows. */
        VALIDATION_MICRO_F1(new Setting("validationMicroF1", 0, true, 1, true, 0.9), Measure.MICRO_F1),
        /** {@link Measure#SUBSET_ACCURACY} of the validation rows. */
        VALIDATION_SUBSET_ACCURACY(
                new Setting("validationSubsetAccuracy", 0, true, 1, true, 0.9), Measure.SUBSET_ACCURACY),
        /** {@link Measure#RMSE} of the validation rows. */
        VALIDATION_RMSE(Setting.atLeast("validationRmse", 0, 0.1), Measure.RMSE),
        /** {@link Measure#R2} of the validation rows. */
        VALIDATION_R2(new Setting("validationR2", -Double.MAX_VALUE, true, 1, true, 0.9), Measure.R2);

        private final Setting range;
        private final Measure measure; // null for a loss

        Metric(Setting range, Measure measure) {
            this.range = range;
            this.measure = measure;
        }

        /** As job files and metrics spell it. */
        public String label() {
            return range.name();
        }

        /** What values may be aimed at, and an example. */
        public Setting range() {
            return range;
        }

        /** Whether it is measured on validation rows. */
        public boolean isOfValidation() {
            return this != TRAIN_LOSS;
        }

        /** Whether it can be told of a task. */
        public boolean goesWith(Task task) {
            return measure == null || measure.goesWith(task);
        }

        private boolean fallsToTarget() {
            return measure == null || measure == Measure.RMSE;
        }

        private double of(EpochResult epoch) {
            if (this == TRAIN_LOSS) {
                return epoch.trainLoss();
            }
            return measure == null
                    ? epoch.validation().loss()
                    : epoch.validation().of(measure);
        }
    }

    /** Checks the value. */
    public Target {
        Objects.requireNonNull(metric, "metric");
        value = metric.range().require(value);
    }

    @Override
    public StoppedBy reason() {
        return StoppedBy.TARGET;
    }

    @Override
    public boolean stops(List<EpochResult> history) {
        double reached = metric.of(history.get(history.size() - 1));
        return metric.fallsToTarget() ? reached <= value : reached >= value;
    }

    @Override
    public void requireMeasured(boolean validates, Task task) {
        if (metric.isOfValidation() && !validates) {
            throw new IllegalArgumentException("target: expected validation rows for " + metric.label()
                    + ", found none; hold some out or give them");
        }
        if (!metric.goesWith(task)) {
            throw new IllegalArgumentException(
                    "target: expected a metric of " + task.label() + ", found " + metric.label());
        }
    }
}
