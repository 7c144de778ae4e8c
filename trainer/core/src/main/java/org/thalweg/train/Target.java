package org.thalweg.train;

import java.util.List;
import java.util.Objects;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/**
 * Ends training when a metric of the last epoch reaches a value. The result has the parameters that reached it.
 *
 * @param value what the metric must reach, of its range: at least this where more is better, else at most
 */
public record Target(Aim metric, double value) implements StoppingRule {
    /** A metric that may be aimed at, of the training or the validation rows. */
    public enum Aim implements Labelled {
        /** The epoch's training loss. */
        TRAIN_LOSS("train", Metric.LOSS),
        /** The validation rows' loss. */
        VALIDATION_LOSS("validation", Metric.LOSS),
        /** {@link Metric#ACCURACY} of the validation rows. */
        VALIDATION_ACCURACY("validation", Metric.ACCURACY),
        /** {@link Metric#BALANCED_ACCURACY} of the validation rows. */
        VALIDATION_BALANCED_ACCURACY("validation", Metric.BALANCED_ACCURACY),
        /** {@link Metric#F1} of the validation rows. */
        VALIDATION_F1("validation", Metric.F1),
        /** {@link Metric#ROC_AUC} of the validation rows. */
        VALIDATION_ROC_AUC("validation", Metric.ROC_AUC),
        /** {@link Metric#PR_AUC} of the validation rows. */
        VALIDATION_PR_AUC("validation", Metric.PR_AUC),
        /** {@link Metric#LOG_LOSS} of the validation rows. */
        VALIDATION_LOG_LOSS("validation", Metric.LOG_LOSS),
        /** {@link Metric#BRIER} of the validation rows. */
        VALIDATION_BRIER("validation", Metric.BRIER),
        /** {@link Metric#TOP3_ACCURACY} of the validation rows. */
        VALIDATION_TOP3_ACCURACY("validation", Metric.TOP3_ACCURACY),
        /** {@link Metric#TOP5_ACCURACY} of the validation rows. */
        VALIDATION_TOP5_ACCURACY("validation", Metric.TOP5_ACCURACY),
        /** {@link Metric#SUBSET_ACCURACY} of the validation rows. */
        VALIDATION_SUBSET_ACCURACY("validation", Metric.SUBSET_ACCURACY),
        /** {@link Metric#HAMMING_LOSS} of the validation rows. */
        VALIDATION_HAMMING_LOSS("validation", Metric.HAMMING_LOSS),
        /** {@link Metric#MICRO_F1} of the validation rows. */
        VALIDATION_MICRO_F1("validation", Metric.MICRO_F1),
        /** {@link Metric#MACRO_F1} of the validation rows. */
        VALIDATION_MACRO_F1("validation", Metric.MACRO_F1),
        /** {@link Metric#RMSE} of the validation rows. */
        VALIDATION_RMSE("validation", Metric.RMSE),
        /** {@link Metric#R2} of the validation rows. */
        VALIDATION_R2("validation", Metric.R2),
        /** {@link Metric#MAE} of the validation rows. */
        VALIDATION_MAE("validation", Metric.MAE),
        /** {@link Metric#MAPE} of the validation rows. */
        VALIDATION_MAPE("validation", Metric.MAPE),
        /** {@link Metric#SMAPE} of the validation rows. */
        VALIDATION_SMAPE("validation", Metric.SMAPE),
        /** {@link Metric#PINBALL_LOSS} of the validation rows. */
        VALIDATION_PINBALL_LOSS("validation", Metric.PINBALL_LOSS);

        private final Metric metric;
        private final Setting range;

        Aim(String split, Metric metric) {
            this.metric = metric;
            range = metric.range().named(metric.labelOn(split));
        }

        @Override
        public String label() {
            return range.name();
        }

        /** The values that may be aimed at, and an example. */
        public Setting range() {
            return range;
        }

        /** Whether it is measured on validation rows. */
        public boolean isOfValidation() {
            return this != TRAIN_LOSS;
        }

        /** Whether a task has it. */
        public boolean goesWith(Task task) {
            return metric.goesWith(task);
        }

        /** What is measured. */
        public Metric metric() {
            return metric;
        }

        private double of(EpochResult epoch) {
            return isOfValidation() ? epoch.validation().orElseThrow().of(metric) : epoch.trainLoss();
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
        return metric.metric.moreIsBetter() ? reached >= value : reached <= value;
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
