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
        TRAIN_LOSS(Setting.any("trainLoss", 0.1).means("Mean loss over the training rows."), null),
        /** The validation rows' loss. */
        VALIDATION_LOSS(Setting.any("validationLoss", 0.1).means("Mean loss over the validation rows."), null),
        /** {@link Measure#ACCURACY} of the validation rows. */
        VALIDATION_ACCURACY(
                Setting.unit("validationAccuracy", 0.98).means("Share of the validation rows whose class is right."),
                Measure.ACCURACY),
        /** {@link Measure#MICRO_F1} of the validation rows. */
        VALIDATION_MICRO_F1(
                Setting.unit("validationMicroF1", 0.9).means("F1 over all labels of the validation rows together."),
                Measure.MICRO_F1),
        /** {@link Measure#SUBSET_ACCURACY} of the validation rows. */
        VALIDATION_SUBSET_ACCURACY(
                Setting.unit("validationSubsetAccuracy", 0.9)
                        .means("Share of the validation rows whose labels are all right."),
                Measure.SUBSET_ACCURACY),
        /** {@link Measure#RMSE} of the validation rows. */
        VALIDATION_RMSE(
                Setting.atLeast("validationRmse", 0, 0.1)
                        .means("Root of the mean squared error over the validation rows."),
                Measure.RMSE),
        /** {@link Measure#R2} of the validation rows. */
        VALIDATION_R2(
                new Setting("validationR2", -Double.MAX_VALUE, true, 1, true, 0.9)
                        .means("Share of the variance of the validation targets that is explained."),
                Measure.R2);

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
