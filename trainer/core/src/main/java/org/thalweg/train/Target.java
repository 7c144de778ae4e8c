package org.thalweg.train;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
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
        TRAIN_LOSS(Setting.any("trainLoss", 0.1), true, EpochResult::trainLoss),
        /** The validation rows' loss. */
        VALIDATION_LOSS(Setting.any("validationLoss", 0.1), true, epoch -> epoch.validation()
                .loss()),
        /** The share of validation rows whose class is right. */
        VALIDATION_ACCURACY(
                new Setting("validationAccuracy", 0, true, 1, true, 0.98), false, epoch -> epoch.validation()
                        .accuracy()),
        /** F1 over all labels of the validation rows together. */
        VALIDATION_MICRO_F1(new Setting("validationMicroF1", 0, true, 1, true, 0.9), false, epoch -> epoch.validation()
                .labels()
                .microF1()),
        /** The share of validation rows whose labels are all right. */
        VALIDATION_SUBSET_ACCURACY(
                new Setting("validationSubsetAccuracy", 0, true, 1, true, 0.9),
                false,
                epoch -> epoch.validation().labels().subsetAccuracy()),
        /** The root of the mean squared error on validation rows. */
        VALIDATION_RMSE(Setting.atLeast("validationRmse", 0, 0.1), true, epoch -> epoch.validation()
                .rmse()),
        /** The share of the validation targets' variance that is explained. */
        VALIDATION_R2(
                new Setting("validationR2", -Double.MAX_VALUE, true, 1, true, 0.9), false, epoch -> epoch.validation()
                        .r2());

        private final Setting range;
        private final boolean fallsToTarget;
        private final ToDoubleFunction<EpochResult> of;

        Metric(Setting range, boolean fallsToTarget, ToDoubleFunction<EpochResult> of) {
            this.range = range;
            this.fallsToTarget = fallsToTarget;
            this.of = of;
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
            return switch (this) {
                case TRAIN_LOSS, VALIDATION_LOSS -> true;
                case VALIDATION_ACCURACY -> task == Task.CLASSIFICATION;
                case VALIDATION_MICRO_F1, VALIDATION_SUBSET_ACCURACY -> task == Task.MULTILABEL;
                case VALIDATION_RMSE, VALIDATION_R2 -> task != Task.CLASSIFICATION && task != Task.MULTILABEL;
            };
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
        double reached = metric.of.applyAsDouble(history.get(history.size() - 1));
        return metric.fallsToTarget ? reached <= value : reached >= value;
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
