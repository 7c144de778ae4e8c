package org.thalweg.jobs.config;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.SettingField;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.ValueType;
import org.thalweg.train.Metric;

/**
 * The metric by which champion and challenger are compared. Drops and margins are differences for scores, and shares of the
 * champion's value for errors and losses.
 *
 * @param metric a metric for which one value is better than another
 */
public record GateMetric(Metric metric) {
    /** The default of classification. */
    public static final GateMetric ACCURACY = new GateMetric(Metric.ACCURACY);

    /** The default of regression and autoencoder; for an autoencoder, of its reconstruction. */
    public static final GateMetric RMSE = new GateMetric(Metric.RMSE);

    /** A metric in which rare classes count as much as others. */
    public static final GateMetric ROC_AUC = new GateMetric(Metric.ROC_AUC);

    private static final GateMetric SUBSET_ACCURACY = new GateMetric(Metric.SUBSET_ACCURACY);

    /** How much worse the serving model may be on new rows than on earlier ones. */
    Setting servingDrop() {
        return moreIsBetter()
                ? new Setting("servingDrop", 0, true, 1, true, 0.2)
                : Setting.atLeast("servingDrop", 0, 1);
    }

    /** The gate's margin in this metric's unit. */
    Setting margin() {
        return moreIsBetter() ? new Setting("margin", -1, false, 1, true, 0.01) : Setting.any("margin", 0.01);
    }

    /** The range of the value that every challenger must reach. */
    Setting floor() {
        if (metric == Metric.R2) {
            return metric.range().named("floor");
        }
        return moreIsBetter() ? Setting.unit("floor", 0.8) : Setting.above("floor", 0, 2.5);
    }

    /** The range of the permitted drop on a slice. */
    Setting sliceDrop() {
        return moreIsBetter() ? Setting.unit("sliceDrop", 0.02) : Setting.atLeast("sliceDrop", 0, 0.02);
    }

    /** Whether a larger value is better. */
    public boolean moreIsBetter() {
        return metric.moreIsBetter();
    }

    /** All metrics by which models of some task may be compared. */
    static List<Metric> all() {
        return Stream.of(Metric.values())
                .filter(metric -> Stream.of(Task.values()).anyMatch(task -> goesWith(metric, task)))
                .toList();
    }

    /** Whether models of a task may be compared by a metric. */
    static boolean goesWith(Metric metric, Task task) {
        return metric.isOrdered()
                && metric.goesWith(task)
                && (task == Task.AUTOENCODER ? metric == Metric.RMSE : metric != Metric.LOSS);
    }

    /** The default of the task; RMSE if the task is unknown. */
    static GateMetric at(Reading at) {
        return at.value(TaskKeys.TASK).map(GateMetric::of).orElse(RMSE);
    }

    /**
     * A number in the range of the metric.
     *
     * @param metric the metric of the settings
     */
    static ValueType<Double> real(Function<Reading, GateMetric> metric, Function<GateMetric, Setting> range) {
        return new ByMetric<>(
                metric, range, (field, of) -> field.requiredReal(of), number -> number, Setting::defaultValue);
    }

    /**
     * A number of the metric's range, or none.
     *
     * @param metric the metric of the settings
     */
    static ValueType<OptionalDouble> optional(
            Function<Reading, GateMetric> metric, Function<GateMetric, Setting> range) {
        return new ByMetric<>(
                metric,
                range,
                SettingField::real,
                number -> number.isPresent() ? number.getAsDouble() : null,
                of -> OptionalDouble.empty());
    }

    /** The defaults of a number, for the documentation. */
    static String defaults(Function<GateMetric, Setting> range) {
        String first = Setting.text(range.apply(ACCURACY).defaultValue());
        String second = Setting.text(range.apply(RMSE).defaultValue());
        return first.equals(second)
                ? first
                : first + " for scores such as accuracy, " + second + " for errors such as RMSE";
    }

    /** A number whose range depends on the metric. */
    private record ByMetric<T>(
            Function<Reading, GateMetric> metric,
            Function<GateMetric, Setting> range,
            BiFunction<SettingField, Setting, T> reader,
            Function<T, Object> writer,
            Function<Setting, T> none)
            implements ValueType<T> {
        @Override
        public String expected() {
            return range.apply(ACCURACY).range() + " for scores such as accuracy, "
                    + range.apply(RMSE).range() + " for errors such as RMSE";
        }

        @Override
        public String expected(Reading at) {
            return range.apply(metric.apply(at)).range();
        }

        @Override
        public String example() {
            return Setting.text(range.apply(ACCURACY).defaultValue());
        }

        @Override
        public T read(SettingField field, String example, Reading at) {
            return reader.apply(field, range.apply(metric.apply(at)));
        }

        @Override
        public Object write(T value) {
            return writer.apply(value);
        }

        @Override
        public T nothing() {
            return none.apply(range.apply(ACCURACY));
        }

        @Override
        public String adviceIfMissing(String example, Reading at) {
            return "take e.g. " + Setting.text(range.apply(metric.apply(at)).defaultValue());
        }
    }

    /** The default of a task. */
    public static GateMetric of(Task task) {
        return switch (task) {
            case CLASSIFICATION -> ACCURACY;
            case MULTILABEL -> SUBSET_ACCURACY;
            case REGRESSION, AUTOENCODER -> RMSE;
        };
    }

    /** The metric's name in job files. */
    public String label() {
        return metric.label();
    }
}
