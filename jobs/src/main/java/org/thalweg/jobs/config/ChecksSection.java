package org.thalweg.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Condition;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.SettingField;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.Types;
import org.thalweg.spark.config.ValueType;

/**
 * The job file's {@code retrain.checks}: what new rows must satisfy before a model is trained on them. An empty value means
 * that a check is off.
 *
 * @param settings of {@link #GROUP}
 */
public record ChecksSection(Settings settings) {
    private static final Setting MAX_ROWS_RANGE = Setting.whole("maxRows", 1, Long.MAX_VALUE, 1_000_000);

    private static final Key<Long> MIN_ROWS = Key.whole(Setting.whole("minRows", 1, Long.MAX_VALUE, 1))
            .means("Minimum number of new rows.")
            .example("100")
            .formerly("leastRows");

    private static final Key<OptionalLong> MAX_ROWS = Key.of(MAX_ROWS_RANGE.name(), Types.optionalWhole(MAX_ROWS_RANGE))
            .means("Maximum number of new rows.")
            .check(ChecksSection::requireRoom)
            .formerly("mostRows");

    private static final Key<OptionalDouble> MISSING = threshold(
            new Setting("missing", 0, true, 1, true, 0.1),
            "How much larger a column's share of missing values may be than in the rows on which the serving"
                    + " model was trained. 0.1: 10 percentage points.");

    private static final Key<OptionalDouble> OUT_OF_RANGE = threshold(
            new Setting("outOfRange", 0, true, 1, true, 0.05),
            "The largest share of a column's numbers that may be outside the range of the rows on which the"
                    + " serving model was trained.");

    private static final Key<OptionalDouble> UNSEEN = threshold(
            new Setting("unseen", 0, true, 1, true, 0.05),
            "The largest share of new rows whose text in a column does not occur in the rows on which the"
                    + " serving model was trained. For the label: the largest share of new rows with a new class.");

    private static final Key<OptionalDouble> LABEL_SHIFT = threshold(
            new Setting("labelShift", 0, true, 1, true, 0.3),
            "How much a class's share of the new rows may differ from its share of the rows on which the"
                    + " serving model was trained. 0.3: 30 percentage points. With task regression, ranges of the"
                    + " target take the place of classes.");

    private static final Key<OptionalDouble> LABEL_RATIO = threshold(
                    Setting.above("labelRatio", 1, 3),
                    "How many times rarer or more frequent a class or a label may be in the new rows than in the"
                            + " rows on which the serving model was trained. Unlike labelShift, this check notices changes of"
                            + " rare classes.")
            .when(Condition.only(TaskKeys.TASK, List.of(Task.CLASSIFICATION, Task.MULTILABEL)));

    private static final Key<OptionalDouble> PSI = threshold(
            Setting.above("psi", 0, 0.25),
            "The largest permitted population stability index (PSI) of a column, which measures how much its"
                    + " distribution changed. Common limits: 0.1 for a small, 0.25 for a large change.");

    private static final Key<OptionalDouble> EFFECT = threshold(
            Setting.above("effect", 0, 0.8),
            "The largest permitted effect size of a column, or of the target of a regression. For numbers,"
                    + " this is Cohen's d: the shift of the mean, in standard deviations. For texts, it is Cohen's w.");

    private static final Key<OptionalDouble> SERVING_DROP = Key.of(
                    "servingDrop", off(GateMetric.optional(GateSection::metricOfJob, GateMetric::servingDrop)))
            .byDefault(
                    GateMetric.defaults(GateMetric::servingDrop),
                    at -> OptionalDouble.of(
                            GateSection.metricOfJob(at).servingDrop().defaultValue()))
            .means("How much worse the serving model may be on the held-out new rows than on the held-out old rows,"
                    + " by gate.metric. For scores, such as accuracy, it is a difference: 0.2 permits 0.90 to fall to"
                    + " 0.70. For errors and losses, such as rmse, it is a share of the earlier value: 1 permits twice"
                    + " the error. With task classification, rocAuc is checked too, because accuracy hides a rare"
                    + " class. Its limit is the same difference, or 0.2 if gate.metric is a loss.")
            .example("0.2");

    private static final Setting CLASS_DROP_RANGE = new Setting("classDrop", 0, true, 1, true, 0.2);

    private static final Key<OptionalDouble> CLASS_DROP = threshold(
                    CLASS_DROP_RANGE,
                    "How much smaller the serving model's share of correct predictions may be on the held-out new"
                            + " rows than on the held-out old rows, for each class or for the rows with each label.")
            .byDefault(
                    Setting.text(CLASS_DROP_RANGE.defaultValue()) + "; off if servingDrop is off",
                    at -> at.value(SERVING_DROP).filter(OptionalDouble::isEmpty).isPresent()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(CLASS_DROP_RANGE.defaultValue()))
            .when(Condition.only(TaskKeys.TASK, List.of(Task.CLASSIFICATION, Task.MULTILABEL)));

    private static final Key<OptionalDouble> JUMP = threshold(
                    Setting.above("jump", 0, 1),
                    "Catches wrong values far in the future, after which no row would be new. It applies if"
                            + " retrain.new names a column. If a gap separates the largest new values of this column from all"
                            + " smaller values, the gap may be at most jump · range, where range is the largest minus the"
                            + " smallest of the values below the gap. For dates and times, range is at least 31 days. For"
                            + " numbers, range is at least the largest value below the gap.")
            .withoutEffect();

    /** Its keys. */
    static final Group GROUP = Group.of(
            MIN_ROWS,
            MAX_ROWS,
            MISSING,
            OUT_OF_RANGE,
            UNSEEN,
            LABEL_SHIFT,
            LABEL_RATIO,
            PSI,
            EFFECT,
            SERVING_DROP,
            CLASS_DROP,
            JUMP);

    private static void requireRoom(OptionalLong most, SettingField field, Reading at) {
        long least = at.value(MIN_ROWS).orElse(1L);
        if (most.isPresent() && most.getAsLong() < least) {
            field.expected("a number of at least " + least + ", which is minRows", "no retraining run could pass");
        }
    }

    private static Key<OptionalDouble> threshold(Setting range, String meaning) {
        return Key.of(range.name(), off(Types.optionalReal(range)))
                .byDefault(OptionalDouble.of(range.defaultValue()))
                .means(meaning);
    }

    /** A number, or off. */
    private static ValueType<OptionalDouble> off(ValueType<OptionalDouble> number) {
        return Types.constantOr(Map.of("off", OptionalDouble.empty()), number);
    }

    /** The minimum number of new rows, 1 or more. */
    public long minRows() {
        return settings.get(MIN_ROWS);
    }

    /** The maximum number of new rows. */
    public OptionalLong maxRows() {
        return settings.get(MAX_ROWS);
    }

    /** Whether any rule compares new rows with earlier ones. */
    public boolean compareRows() {
        return Stream.of(MISSING, OUT_OF_RANGE, UNSEEN, LABEL_SHIFT, LABEL_RATIO, PSI, EFFECT)
                .anyMatch(rule -> settings.get(rule).isPresent());
    }

    /** How much larger a column's share of missing values may be than in the serving model's rows. */
    public OptionalDouble missing() {
        return settings.get(MISSING);
    }

    /** The largest share of a column's numbers outside the serving model's range. */
    public OptionalDouble outOfRange() {
        return settings.get(OUT_OF_RANGE);
    }

    /** The largest share of a column's texts that are unknown to the serving model. */
    public OptionalDouble unseen() {
        return settings.get(UNSEEN);
    }

    /** How much a class's share may change, as an absolute difference. */
    public OptionalDouble labelShift() {
        return settings.get(LABEL_SHIFT);
    }

    /** How many times rarer or more frequent a class or a label may become, above 1. */
    public OptionalDouble labelRatio() {
        return settings.get(LABEL_RATIO);
    }

    /** The largest population stability index of a column. */
    public OptionalDouble psi() {
        return settings.get(PSI);
    }

    /** The largest effect size of a column or of a numeric target: Cohen's d of numbers, Cohen's w of texts. */
    public OptionalDouble effect() {
        return settings.get(EFFECT);
    }

    /** How much worse the serving model may be on the new rows than on the earlier rows, in the unit of the gate's drops. */
    public OptionalDouble servingDrop() {
        return settings.get(SERVING_DROP);
    }

    /**
     * The same limit for the area under the ROC curve, which is checked in addition to the gate's metric.
     *
     * @param gate the gate's metric, which decides the unit of the threshold
     */
    public OptionalDouble servingDropOfArea(GateMetric gate) {
        OptionalDouble most = servingDrop();
        return most.isEmpty() || gate.moreIsBetter()
                ? most
                : OptionalDouble.of(GateMetric.ROC_AUC.servingDrop().defaultValue());
    }

    /** How much smaller the serving model's share of correct predictions may be on the new rows of any class or label. */
    public OptionalDouble classDrop() {
        return settings.get(CLASS_DROP);
    }

    /** The largest gap below the largest values of a growing column, as a multiple of the range below the gap. */
    public OptionalDouble jump() {
        return settings.get(JUMP);
    }
}
