package org.thalweg.jobs.config;

import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.Slot;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.ValueType;
import org.thalweg.train.Metric;

/** What champion and challenger are compared by: the mean over rows of a number that each row has. */
public enum GateMetric implements Labelled {
    /** Classification: 1 where the class is right, else 0; multilabel: 1 where all labels are. */
    ACCURACY(
            Metric.ACCURACY,
            new Setting("margin", -1, false, 1, true, 0.01),
            new Setting("floor", 0, true, 1, true, 0.8),
            new Setting("sliceDrop", 0, true, 1, true, 0.02),
            new Setting("servingDrop", 0, true, 1, true, 0.2)),
    /** Regression and autoencoder: the squared error, averaged over the outputs; reported as its root. */
    RMSE(
            Metric.RMSE,
            Setting.any("margin", 0.01),
            Setting.above("floor", 0, 2.5),
            Setting.atLeast("sliceDrop", 0, 0.02),
            Setting.atLeast("servingDrop", 0, 1));

    private final Metric metric;
    private final Setting margin;
    private final Setting floor;
    private final Setting sliceDrop;
    private final Setting servingDrop;

    GateMetric(Metric metric, Setting margin, Setting floor, Setting sliceDrop, Setting servingDrop) {
        this.metric = metric;
        this.margin = margin;
        this.floor = floor;
        this.sliceDrop = sliceDrop;
        this.servingDrop = servingDrop;
    }

    /** How much worse the serving model may do on new rows than on those before. */
    Setting servingDrop() {
        return servingDrop;
    }

    /** The gate's margin in this metric's unit. */
    Setting margin() {
        return margin;
    }

    /** What may be asked of every challenger. */
    Setting floor() {
        return floor;
    }

    /** How much worse a challenger may be allowed to be on a slice. */
    Setting sliceDrop() {
        return sliceDrop;
    }

    /** Whether a greater value is the better one. */
    public boolean moreIsBetter() {
        return metric.moreIsBetter();
    }

    /** That of the task; of an unknown one, RMSE. */
    static GateMetric at(Reading at) {
        return at.value(TaskKeys.TASK).map(GateMetric::of).orElse(RMSE);
    }

    /** A number of the metric's range. */
    static ValueType<Double> real(Function<GateMetric, Setting> range) {
        return new ByMetric<>(range, (slot, of) -> slot.requiredReal(of), number -> number, Setting::defaultValue);
    }

    /** A number of the metric's range, or none. */
    static ValueType<OptionalDouble> optional(Function<GateMetric, Setting> range) {
        return new ByMetric<>(
                range,
                Slot::real,
                number -> number.isPresent() ? number.getAsDouble() : null,
                of -> OptionalDouble.empty());
    }

    /** The defaults of a number, for the documentation. */
    static String defaults(Function<GateMetric, Setting> range) {
        String first = Setting.text(range.apply(ACCURACY).defaultValue());
        String second = Setting.text(range.apply(RMSE).defaultValue());
        return first.equals(second) ? first : first + " of accuracy, " + second + " of RMSE";
    }

    /** A number whose range is that of the metric. */
    private record ByMetric<T>(
            Function<GateMetric, Setting> range,
            BiFunction<Slot, Setting, T> reader,
            Function<T, Object> writer,
            Function<Setting, T> none)
            implements ValueType<T> {
        @Override
        public String expected() {
            return range.apply(ACCURACY).range() + " of accuracy, "
                    + range.apply(RMSE).range() + " of RMSE";
        }

        @Override
        public String expected(Reading at) {
            return range.apply(at(at)).range();
        }

        @Override
        public String example() {
            return Setting.text(range.apply(ACCURACY).defaultValue());
        }

        @Override
        public T read(Slot slot, String example, Reading at) {
            return reader.apply(slot, range.apply(at(at)));
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
            return "take e.g. " + Setting.text(range.apply(at(at)).defaultValue());
        }
    }

    /** That of a task. */
    public static GateMetric of(Task task) {
        return task == Task.CLASSIFICATION || task == Task.MULTILABEL ? ACCURACY : RMSE;
    }

    @Override
    public String label() {
        return metric.label();
    }
}
