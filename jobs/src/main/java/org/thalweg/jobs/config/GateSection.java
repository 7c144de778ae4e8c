package org.thalweg.jobs.config;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Condition;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.MetricType;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.SettingField;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.Types;
import org.thalweg.train.Metric;

/**
 * The job file's {@code retrain.gate}: what a challenger must show to replace the champion. Drops and margins are differences
 * for scores such as accuracy, and shares of the champion's value for errors such as RMSE.
 *
 * @param settings of {@link #GROUP}
 */
public record GateSection(Settings settings) {
    private static final MetricType<Metric> METRICS =
            new MetricType<>(GateMetric.all(), Function.identity(), GateMetric::goesWith, Metric.ACCURACY);

    private static final Key<Metric> METRIC = Key.of("metric", METRICS)
            .byDefault(
                    "accuracy with task classification, subsetAccuracy with task multilabel, otherwise rmse",
                    at -> GateMetric.at(at).metric())
            .means("The metric by which champion and challenger are compared. The exception is"
                    + " retrain.gate.classDrop, which uses accuracy.")
            .example("rocAuc")
            .check(METRICS::requireLoss);

    private static final Key<FirstModel> BASELINE = Key.of("baseline", Types.choice(FirstModel.values()))
            .byDefault(FirstModel.BEAT)
            .means("What the first model of a store is compared with. beat: it must be better than always"
                    + " predicting the majority class, or the mean of the target. off: no comparison.")
            .example("off");

    private static final Key<Double> MARGIN = Key.of("margin", GateMetric.real(GateSection::metric, GateMetric::margin))
            .byDefault(
                    GateMetric.defaults(GateMetric::margin),
                    at -> metric(at).margin().defaultValue())
            .means("How much worse than the champion the challenger may be: a difference for a score, a share of"
                    + " the champion's value for an error or a loss. The challenger passes if the lower end of the"
                    + " confidence interval of its improvement is at least −margin. With a margin of 0 or more, it"
                    + " also passes if it is not worse on the compared rows. A negative margin requires an"
                    + " improvement: with −0.01, the lower end must be at least +0.01.");

    private static final Key<Double> CONFIDENCE =
            Key.real(Setting.inside("confidence", 0.95)).means("Level of the confidence interval of the improvement.");

    private static final Key<Integer> SAMPLES = Key.integer(Setting.whole("samples", 100, 100_000, 2000))
            .means("Number of samples of the paired bootstrap that computes the confidence interval.");

    private static final Key<OptionalDouble> FLOOR = Key.of(
                    "floor", GateMetric.optional(GateSection::metric, GateMetric::floor))
            .means("The value of gate.metric that every new model must reach, including the first one: at least this"
                    + " for a score, at most this for an error or a loss.")
            .example("0.8");

    private static final Key<List<String>> SLICES = Key.of("slices", Types.texts("a column or a list of columns"))
            .means("Columns whose values divide the rows into slices, one for each value of each column. Champion"
                    + " and challenger are also compared on each slice.")
            .example("region")
            .check(GateSection::requireColumns);

    private static final Key<Double> SLICE_DROP = Key.of(
                    "sliceDrop", GateMetric.real(GateSection::metric, GateMetric::sliceDrop))
            .byDefault(
                    GateMetric.defaults(GateMetric::sliceDrop),
                    at -> metric(at).sliceDrop().defaultValue())
            .means("How much worse than the champion the challenger may be on any slice: a difference for a score,"
                    + " a share of the champion's value for an error or a loss. The challenger is refused if, on a"
                    + " slice, it is worse by more than this and the whole confidence interval of its improvement is"
                    + " below 0. The old rows and the new rows are slices, too.");

    private static final Key<Double> CLASS_DROP = Key.real(new Setting("classDrop", 0, true, 1, true, 0.05))
            .means("How much worse than the champion the challenger may be on the rows of any class: a difference"
                    + " in accuracy. The challenger is refused if, on a class, it is worse by more than this and the"
                    + " whole confidence interval of its improvement is below 0.")
            .when(Condition.only(TaskKeys.TASK, Task.CLASSIFICATION));

    private static final Key<Integer> MIN_ROWS = Key.integer(Setting.wholeAtLeast("minRows", 1, 50))
            .means("Slices and classes with fewer rows are reported, but do not affect the decision.")
            .formerly("leastRows");

    private static final Key<Integer> ROWS = Key.integer(Setting.whole("rows", 1, 1_000_000, 20_000))
            .means("Champion and challenger are compared on at most this many old and this many new held-out rows.");

    /** Its keys. */
    static final Group GROUP = Group.of(
            METRIC, BASELINE, MARGIN, CONFIDENCE, SAMPLES, FLOOR, SLICES, SLICE_DROP, CLASS_DROP, MIN_ROWS, ROWS);

    private static GateMetric metric(Reading at) {
        return at.value(METRIC).map(GateMetric::new).orElse(GateMetric.at(at));
    }

    /** The gate's metric in the job file that contains a map below {@code retrain}. */
    static GateMetric metricOfJob(Reading at) {
        Reading root = at.root();
        return metric(
                root.below(root.field(JobFile.RETRAIN), RetrainSection.GROUP).in(RetrainSection.GATE));
    }

    private static void requireColumns(List<String> slices, SettingField field, Reading at) {
        DataSection.format(at)
                .filter(format -> !slices.isEmpty() && !format.hasColumns())
                .map(Format::label)
                .ifPresent(format -> field.expected("none for format " + format, "it has no columns; remove it"));
    }

    /** The metric by which champion and challenger are compared. */
    public GateMetric metric() {
        return new GateMetric(settings.get(METRIC));
    }

    /** What the first model must show. */
    public FirstModel firstModel() {
        return settings.get(BASELINE);
    }

    /** How much worse than the champion a challenger may be; negative to require an improvement. */
    public double margin() {
        return settings.get(MARGIN);
    }

    /** The level of the confidence interval of the improvement, in (0, 1). */
    public double confidence() {
        return settings.get(CONFIDENCE);
    }

    /** The number of bootstrap samples, at least 100. */
    public int samples() {
        return settings.get(SAMPLES);
    }

    /** The value that every new model must reach, including the first one; empty for none. */
    public OptionalDouble floor() {
        return settings.get(FLOOR);
    }

    /** Columns that divide the rows into slices, one per value. */
    public List<String> slices() {
        return settings.get(SLICES);
    }

    /** How much worse than the champion the challenger may be on any slice. */
    public double sliceDrop() {
        return settings.get(SLICE_DROP);
    }

    /** How much worse than the champion the challenger may be on the rows of any class. */
    public double classDrop() {
        return settings.get(CLASS_DROP);
    }

    /** Slices and classes with fewer rows are reported, but do not affect the decision. */
    public int minRows() {
        return settings.get(MIN_ROWS);
    }

    /** The maximum number of old held-out rows, and of new ones, in the comparison. */
    public int rows() {
        return settings.get(ROWS);
    }
}
