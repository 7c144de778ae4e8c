package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.data.Lanes;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.OuterStep;
import org.thalweg.settings.Setting;
import org.thalweg.train.Batches;
import org.thalweg.train.Divergence;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.Epochs;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.LossChange;
import org.thalweg.train.Metric;
import org.thalweg.train.StoppedBy;
import org.thalweg.train.StoppingRule;
import org.thalweg.train.Target;
import org.thalweg.train.TimeLimit;

/**
 * How long a network is trained, and how the work is divided.
 *
 * @param settings of {@link #GROUP}
 */
public record TrainingSection(Settings settings) {
    private static final String AUTO = "auto";
    /** The error for a key that needs validation rows. */
    static final String VALIDATED =
            "expected only with data.validation, found none; add data.validation, e.g. 0.1, or ";

    private static final Setting EPOCHS_RANGE = Setting.wholeAtLeast("epochs", 1, 10);
    private static final Setting BATCH_RANGE = Setting.wholeAtLeast("batchSize", 1, 256);
    private static final Setting LANE_RANGE = Setting.wholeAtLeast("laneRows", 1, 128);
    private static final Setting TASKS_RANGE = Setting.wholeAtLeast("partitions", 1, 8);
    private static final Setting LOCAL_RANGE = Setting.wholeAtLeast("localSteps", 1, 16);
    private static final int AUTO_TASKS = 0;

    private static final Key<Integer> EPOCHS = Key.of(
                    EPOCHS_RANGE.name(), Types.constantOr(Map.of(AUTO, Epochs.AUTO), Types.integer(EPOCHS_RANGE)))
            .byDefault(Epochs.AUTO)
            .means("Maximum number of epochs. An epoch is one pass over the training rows, or with optimizer lbfgs"
                    + " one iteration. auto: the number that makes about 5,000 steps, but at least 10 and at most 64."
                    + " With batchSize full, and so with optimizer lbfgs, auto is 200.");

    private static final Key<Integer> LANE_ROWS = Key.of(
                    LANE_RANGE.name(), Types.constantOr(Map.of(AUTO, Batches.AUTO), Types.integer(LANE_RANGE)))
            .byDefault(Batches.AUTO)
            .means("The training rows are divided into fixed parts, called lanes. This is the number of rows,"
                    + " approximately, that one lane adds to a batch. A batch takes rows from a group of batchSize /"
                    + " laneRows lanes (rounded up to a power of two), whose gradients are computed in parallel. Large"
                    + " data has several such groups: an epoch uses up the rows of one group, then those of the next."
                    + " The weights depend on this key, but not on the number of machines. auto: a quarter of the"
                    + " batch, but at least 64 and at most 512.");

    private static final Key<Integer> BATCH_SIZE = Key.of(
                    BATCH_RANGE.name(),
                    Types.constantOr(Map.of(AUTO, Batches.AUTO, "full", Batches.FULL), Types.integer(BATCH_RANGE)))
            .byDefault(Batches.AUTO)
            .means("Number of rows of a batch, over the whole cluster. Each batch is one step. auto: the largest"
                    + " power of two from 32 to 1024 that gives at least 50 steps per epoch, or 32 if there is none."
                    + " full: all rows.")
            .check(TrainingSection::requireLanes)
            .check(TrainingSection::requireAllRowsWithLbfgs);

    private static final Key<Integer> PARTITIONS = Key.of(
                    TASKS_RANGE.name(), Types.constantOr(Map.of(AUTO, AUTO_TASKS), Types.integer(TASKS_RANGE)))
            .byDefault(AUTO_TASKS)
            .means("Number of Spark tasks among which the rows are divided. auto: one for each core that Spark may"
                    + " use. The weights do not depend on it.")
            .withoutEffect();

    private static final Key<EngineChoice> ENGINE = Key.of("engine", Types.choice(EngineChoice.values()))
            .byDefault(EngineChoice.AUTO)
            .means("Where gradients are computed. spark: in Spark tasks on the executors. driver: on threads of the"
                    + " driver; on a cluster, the rows are first collected there. auto: driver in local mode if the"
                    + " rows fit into the heap, otherwise spark. The weights do not depend on it.")
            .example("spark")
            .withoutEffect();

    private static final Key<ReductionChoice> REDUCTION = Key.of("reduction", Types.choice(ReductionChoice.values()))
            .byDefault(ReductionChoice.AUTO)
            .means("How the gradients of the Spark tasks are summed. gather: every executor sends its sum to the"
                    + " driver, which adds them. slices: gradients are cut into slices, the tasks exchange them, and"
                    + " each task adds up one slice of all gradients; the driver receives only the total. auto: the"
                    + " faster of the two in the first steps, or slices if gather would need more than a quarter of"
                    + " the driver's heap. The weights do not depend on it.")
            .example("slices")
            .withoutEffect();

    private static final Key<GradientPrecision> WIRE = Key.of("wire", Types.choice(GradientPrecision.values()))
            .byDefault(GradientPrecision.FLOAT32)
            .means("The number format in which gradients are sent between machines. bfloat16 halves their size,"
                    + " which helps on a slow network; weights are sent in float32. The gradient of each lane is"
                    + " rounded to this format, and so is the sum whenever two gradients are added, even on a single"
                    + " machine. So bfloat16 gives other weights than float32, but the same weights everywhere. It is"
                    + " refused with localSteps above 1 and with optimizer lbfgs.")
            .example("bfloat16")
            .check(TrainingSection::requireWholeGradients);

    private static final Key<Integer> LOCAL_STEPS = Key.of(
                    LOCAL_RANGE.name(), Types.constantOr(Map.of(AUTO, LocalSteps.AUTO), Types.integer(LOCAL_RANGE)))
            .byDefault(1)
            .means("Number of steps that each lane takes on its own copy of the weights, with laneRows rows a step,"
                    + " before the copies are averaged. This saves communication. 1: the lanes take every step"
                    + " together. auto: chosen by the measured cost of a step, so it may differ from run to run, and"
                    + " with it the weights. The copies are also averaged at the end of each epoch.")
            .example("16")
            .check(TrainingSection::requireTogetherWithLbfgs);

    private static final Key<Integer> LOCAL_WARM_UP = Key.integer(Setting.wholeAtLeast("localStepsWarmUpEpochs", 0, 0))
            .means("Number of epochs at the start in which the number of local steps grows from 1 to localSteps. It"
                    + " must be 0 if localSteps is 1.")
            .example("2")
            .check(TrainingSection::requireLocalStepsToGrow);

    private static final Key<Settings> OUTER_STEP = OuterStepKeys.GROUP
            .key("outerStep")
            .means("How the copies of the weights are combined after local steps. It must be plain if localSteps is"
                    + " 1, and with optimizer.type lbfgs.")
            .check(TrainingSection::requireLocalStepsBefore);

    private static final Key<OptionalDouble> AVERAGING = Key.optionalReal(ExponentialAverage.DECAY.named("averaging"))
            .means("Decay, per step, of a moving average of the weights, such as 0.999. If it is set, the averaged"
                    + " weights are evaluated and stored instead of the last ones.")
            .when(Condition.unless(
                    "without optimizer.type lbfgs",
                    at -> Optional.of(OptimizerSection.isLbfgs(at).orElse(false)),
                    at -> "expected none with optimizer.type lbfgs, whose last weights are its best; remove it"));

    private static final Key<Integer> PATIENCE = Key.integer(EarlyStopping.PATIENCE);

    private static final Key<Double> MIN_DELTA = Key.real(EarlyStopping.MIN_DELTA);

    private static final MetricType<Metric> STOPPING_METRICS = MetricType.ofOrdered();

    private static final Key<Metric> STOPPING_METRIC = Key.of("metric", STOPPING_METRICS)
            .byDefault(Metric.LOSS)
            .means("The metric to watch, on the validation rows.")
            .example("rocAuc")
            .check(STOPPING_METRICS::requireLoss);

    private static final Key<Optional<Settings>> EARLY_STOPPING = Group.of(STOPPING_METRIC, PATIENCE, MIN_DELTA)
            .optionalKey("earlyStopping")
            .means("Ends training when a metric on the validation rows stops improving. The weights of the best epoch"
                    + " are used.")
            .example("{ patience: 3 }")
            .check(TrainingSection::requireValidation);

    private static final Key<Double> TOLERANCE = Key.real(LossChange.TOLERANCE);

    private static final Key<Integer> CHANGE_PATIENCE = Key.integer(LossChange.PATIENCE);

    private static final Key<Optional<Settings>> LOSS_CHANGE = Group.of(TOLERANCE, CHANGE_PATIENCE)
            .optionalKey("lossChange")
            .means("Ends training when the training loss stops falling.")
            .example("{ tolerance: 0.0001 }");

    private static final Key<OptionalDouble> MAX_SECONDS = Key.optionalReal(TimeLimit.SECONDS.named("maxSeconds"));

    private static final Key<Optional<Settings>> TARGET = TargetKeys.GROUP
            .optionalKey("target")
            .means("Ends training when a metric reaches a value.")
            .example("{ metric: validationAccuracy, value: 0.98 }");

    private static final Key<Divergence> ON_DIVERGENCE = Key.of("onDivergence", Types.choice(Divergence.values()))
            .byDefault(Divergence.STOP)
            .means("What training does when the loss is no longer a finite number. stop: it ends with an error."
                    + " backOff: it repeats the epoch with half the learning rate. After 10 repetitions, or if the"
                    + " very first step diverges, it ends with an error.")
            .example("backOff")
            .check(TrainingSection::requireStopWithLbfgs);

    private static final Key<Double> STEP_DEADLINE = Key.real(Setting.above("stepDeadlineSeconds", 0, 3600))
            .means("Time limit of a step, in seconds. If a step takes longer, training ends with an error. The"
                    + " checkpoints remain.")
            .withoutEffect();

    /** Its keys. */
    public static final Group GROUP = Group.of(
            EPOCHS,
            BATCH_SIZE,
            LANE_ROWS,
            PARTITIONS,
            ENGINE,
            REDUCTION,
            WIRE,
            LOCAL_STEPS,
            LOCAL_WARM_UP,
            OUTER_STEP,
            AVERAGING,
            EARLY_STOPPING,
            LOSS_CHANGE,
            MAX_SECONDS,
            TARGET,
            ON_DIVERGENCE,
            STEP_DEADLINE);

    /** Refuses a batch with more lanes than are permitted. */
    private static void requireLanes(int batchSize, SettingField field, Reading at) {
        int laneRows = at.value(LANE_ROWS).orElse(Batches.AUTO);
        long most = (long) Lanes.MAX_COUNT * laneRows;
        if (batchSize > 0 && laneRows > 0 && batchSize > most) {
            field.error("expected at most " + most + " rows with laneRows " + laneRows + ", found " + batchSize
                    + "; take full, or a larger training.laneRows");
        }
    }

    private static void requireAllRowsWithLbfgs(int batchSize, SettingField field, Reading at) {
        if (batchSize != Batches.FULL && OptimizerSection.isLbfgs(at).orElse(false)) {
            String found = field.isEmpty() ? AUTO + " (the default)" : field.found();
            field.error("expected full with optimizer.type lbfgs, found " + found + "; "
                    + (field.isEmpty() ? "add training.batchSize: full" : "take full or change optimizer.type"));
        }
    }

    private static void requireTogetherWithLbfgs(int localSteps, SettingField field, Reading at) {
        if (localSteps != 1 && OptimizerSection.isLbfgs(at).orElse(false)) {
            field.expected("1 with optimizer.type lbfgs", "lbfgs takes all rows a step; remove it");
        }
    }

    private static void requireLocalStepsToGrow(int epochs, SettingField field, Reading at) {
        if (epochs > 0) {
            requireLocalSteps("0", field.found(), field, at);
        }
    }

    private static void requireLocalStepsBefore(Settings outerStep, SettingField field, Reading at) {
        OuterStep outer = OuterStepKeys.KIND.make(outerStep);
        if (!outer.equals(OuterStep.PLAIN)) {
            requireLocalSteps(OuterStep.PLAIN.name(), outer.name(), field, at);
        }
    }

    /** Refuses a setting that needs local steps if there are none. */
    private static void requireLocalSteps(String without, String found, SettingField field, Reading at) {
        if (OptimizerSection.isLbfgs(at).orElse(false)) {
            field.error("expected " + without + " with optimizer.type lbfgs, which takes no local steps, found " + found
                    + "; remove it");
        } else if (at.value(LOCAL_STEPS).filter(steps -> steps == 1).isPresent()) {
            field.error("expected " + without + " with " + at.found(LOCAL_STEPS) + ", found " + found
                    + "; remove it, or set " + at.path(LOCAL_STEPS) + ", e.g. " + LOCAL_STEPS.exampleText());
        }
    }

    private static void requireWholeGradients(GradientPrecision wire, SettingField field, Reading at) {
        if (wire == GradientPrecision.FLOAT32) {
            return;
        }
        if (OptimizerSection.isLbfgs(at).orElse(false)) {
            field.expected("float32 with optimizer.type lbfgs", "its line search needs exact gradients; remove it");
        } else if (at.value(LOCAL_STEPS).orElse(1) != 1) {
            field.expected(
                    "float32 with training.localSteps above 1 or auto",
                    "lanes then send weights, which are not rounded; remove it or training.localSteps");
        }
    }

    private static void requireValidation(Optional<Settings> stopping, SettingField field, Reading at) {
        if (stopping.isPresent() && !DataSection.validates(at).orElse(true)) {
            field.error(VALIDATED + "remove " + EARLY_STOPPING.name());
        }
    }

    private static void requireStopWithLbfgs(Divergence divergence, SettingField field, Reading at) {
        if (divergence == Divergence.BACK_OFF && OptimizerSection.isLbfgs(at).orElse(false)) {
            field.expected("stop with optimizer.type lbfgs", "lbfgs has no learning rate to halve; remove it");
        }
    }

    /** The maximum number of epochs. */
    public Epochs epochs() {
        return new Epochs(settings.get(EPOCHS));
    }

    /** The number of rows of a step and of a lane. */
    public Batches batches() {
        return Batches.auto().withSize(settings.get(BATCH_SIZE)).withLaneRows(settings.get(LANE_ROWS));
    }

    /** The number of tasks that share the rows; empty for one per task slot of the cluster. */
    public OptionalInt partitions() {
        int tasks = settings.get(PARTITIONS);
        return tasks == AUTO_TASKS ? OptionalInt.empty() : OptionalInt.of(tasks);
    }

    /** Where gradients are computed. */
    public EngineChoice engine() {
        return settings.get(ENGINE);
    }

    /** The decay of the weights' moving average; empty for none. */
    public OptionalDouble averaging() {
        return settings.get(AVERAGING);
    }

    /** The rules that end training early, in the order of their evaluation. If several hold, the first is the reason. */
    public List<StoppingRule> stopping() {
        List<StoppingRule> rules = new ArrayList<>();
        settings.get(TARGET).map(TargetKeys::target).ifPresent(rules::add);
        earlyStopping().ifPresent(rules::add);
        settings.get(LOSS_CHANGE)
                .map(change -> new LossChange(change.get(TOLERANCE), change.get(CHANGE_PATIENCE)))
                .ifPresent(rules::add);
        settings.get(MAX_SECONDS).ifPresent(seconds -> rules.add(new TimeLimit(seconds)));
        return rules;
    }

    private Optional<EarlyStopping> earlyStopping() {
        return settings.get(EARLY_STOPPING)
                .map(early -> new EarlyStopping(early.get(PATIENCE), early.get(MIN_DELTA), early.get(STOPPING_METRIC)));
    }

    /** What training does when the loss diverges. */
    public Divergence divergence() {
        return settings.get(ON_DIVERGENCE);
    }

    /** How the gradients of the tasks are summed. */
    public ReductionChoice reduction() {
        return settings.get(REDUCTION);
    }

    /** The number format in which gradients are sent. */
    public GradientPrecision wire() {
        return settings.get(WIRE);
    }

    /** The number of steps that every lane takes separately. */
    public LocalSteps localSteps() {
        return new LocalSteps(
                settings.get(LOCAL_STEPS),
                settings.get(LOCAL_WARM_UP),
                OuterStepKeys.KIND.make(settings.get(OUTER_STEP)));
    }

    /** The time limit of a step, in seconds. */
    public double stepDeadlineSeconds() {
        return settings.get(STEP_DEADLINE);
    }

    /** Whether a step uses all rows. */
    public boolean isFullBatch() {
        return batches().isFull();
    }

    /**
     * The maximum number of epochs of a run.
     *
     * @param rows to train on, 1 or more
     */
    public int epochsFor(long rows) {
        return epochs().countFor(rows, batches());
    }

    /** The path of a key that needs validation rows; empty if there is none. */
    public Optional<String> validationNeededBy() {
        if (earlyStopping().isPresent()) {
            return Optional.of("training." + EARLY_STOPPING.name());
        }
        return settings.get(TARGET)
                .filter(target -> target.get(TargetKeys.METRIC).isOfValidation())
                .map(target -> "training." + TARGET.name());
    }

    /** Why a run ended, as a text for the user. */
    public String text(StoppedBy reason) {
        return stopping().stream()
                .filter(rule -> rule.reason() == reason)
                .map(StoppingRule::text)
                .findFirst()
                .orElse(reason.message());
    }

    /** The metrics of the validation rows that may end training, by the paths of their keys. */
    public Map<String, Metric> stoppingMetrics() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        settings.get(EARLY_STOPPING)
                .ifPresent(early -> metrics.put(
                        "training." + EARLY_STOPPING.name() + "." + STOPPING_METRIC.name(),
                        early.get(STOPPING_METRIC)));
        settings.get(TARGET)
                .map(target -> target.get(TargetKeys.METRIC))
                .filter(Target.Aim::isOfValidation)
                .ifPresent(
                        aim -> metrics.put("training." + TARGET.name() + "." + TargetKeys.METRIC.name(), aim.metric()));
        return metrics;
    }

    /** The keys of {@code outerStep}. */
    private static final class OuterStepKeys {
        static final ChoiceKeys<OuterStep> KIND =
                ChoiceKeys.of(OuterStep.CHOICES, "plain", "One of the types that are described below.");

        static final Group GROUP = KIND.group();
    }

    /** The keys of {@code target}. */
    private static final class TargetKeys {
        private static final MetricType<Target.Aim> AIMS = new MetricType<>(
                List.of(Target.Aim.values()), Target.Aim::metric, Target.Aim::goesWith, Target.Aim.TRAIN_LOSS);

        static final Key<Target.Aim> METRIC = Key.of("metric", AIMS)
                .required()
                .means("The metric that must reach the value. It is compared at the end of each epoch.")
                .example("validationAccuracy")
                .check(TargetKeys::requireValidation)
                .check(AIMS::requireLoss);

        static final Key<Double> VALUE = Key.of("value", new ValueOfMetric())
                .requiredWhere(at -> at.value(METRIC).isPresent(), "required")
                .means("The value to reach: at most this for a loss or an error, at least this for other metrics.")
                .example("0.98");

        static final Group GROUP = Group.of(METRIC, VALUE);

        private static void requireValidation(Target.Aim metric, SettingField field, Reading at) {
            if (metric.isOfValidation() && !DataSection.validates(at).orElse(true)) {
                field.error(VALIDATED + "take " + Target.Aim.TRAIN_LOSS.label());
            }
        }

        static Target target(Settings settings) {
            return new Target(settings.get(METRIC), settings.get(VALUE));
        }
    }

    /** A number in the range of the metric. */
    private static final class ValueOfMetric implements ValueType<Double> {
        private static Setting range(Reading at) {
            return at.value(TargetKeys.METRIC).orElse(Target.Aim.TRAIN_LOSS).range();
        }

        @Override
        public String expected() {
            return "a number in the range of the metric";
        }

        @Override
        public String expected(Reading at) {
            return range(at).range();
        }

        @Override
        public Double read(SettingField field, String example, Reading at) {
            return at.value(TargetKeys.METRIC).isPresent() ? field.requiredReal(range(at)) : nothing();
        }

        @Override
        public Object write(Double value) {
            return value;
        }

        @Override
        public Double nothing() {
            return 0.0;
        }

        @Override
        public String adviceIfMissing(String example, Reading at) {
            return "take e.g. " + Setting.text(range(at).defaultValue());
        }
    }
}
