package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Setting;

/**
 * By which steps the loss is made small.
 *
 * @param settings of {@link #GROUP}
 */
public record OptimizerSection(Settings settings) {
    private static final Setting L1_RANGE = Setting.atLeast("l1", 0, 0);
    private static final Setting L2_RANGE = Setting.atLeast("l2", 0, 0);

    private static final ChoiceKeys<Descent> DESCENT = ChoiceKeys.of(
            Descent.CHOICES, "adam", "The rule of a step; lbfgs searches the length of every step over all rows.");

    private static final Condition NOT_LBFGS = Condition.unless(
            "without type lbfgs",
            at -> Optional.of(isLbfgs(at).orElse(false)),
            at -> "expected none with type lbfgs, which searches the length of every step; remove it");

    private static final Key<Double> LEARNING_RATE = Key.real(
                    Setting.above("learningRate", 0, GradientDescent.DEFAULT_LEARNING_RATE))
            .means("Length of a step, by which the rule's direction is multiplied.")
            .when(NOT_LBFGS);

    private static final Key<Double> L1 = Key.of(L1_RANGE.name(), Types.real(L1_RANGE))
            .byDefault(L1_RANGE.defaultValue())
            .means(
                    "Weight of the sum of the weights' sizes in the loss, which makes small ones 0; biases do not count.")
            .example("0.0001")
            .check(OptimizerSection::requireSmooth);

    private static final Key<Double> L2 = Key.of(L2_RANGE.name(), Types.real(L2_RANGE))
            .byDefault(L2_RANGE.defaultValue())
            .means("Weight of half the sum of the squared weights in the loss; biases do not count.")
            .example("0.0001");

    private static final Key<OptionalDouble> CLIP_NORM = Key.optionalReal(Setting.above("clipNorm", 0, 1))
            .means("The greatest Euclidean norm of a step's gradient: a longer one is shortened to it.")
            .when(NOT_LBFGS);

    private static final Key<Settings> SCHEDULE = ScheduleKeys.GROUP
            .key("schedule")
            .means("How the learning rate changes over the epochs.")
            .when(NOT_LBFGS);

    private static final Key<Optional<Settings>> REDUCE_ON_PLATEAU = PlateauKeys.GROUP
            .optionalKey("reduceOnPlateau")
            .means(
                    "Makes the learning rate smaller whenever the validation loss, or else the training loss, no longer falls.")
            .example("{ factor: 0.5, patience: 3 }")
            .when(NOT_LBFGS);

    /** Its keys. */
    public static final Group GROUP = Group.of(DESCENT.type(), LEARNING_RATE)
            .with(DESCENT.numbers())
            .with(List.of(L1, L2, CLIP_NORM, SCHEDULE, REDUCE_ON_PLATEAU))
            .withRule(DESCENT::make);

    /** The keys of {@code schedule}. */
    private static final class ScheduleKeys {

        static final ChoiceKeys<Schedule.Kind> KIND =
                ChoiceKeys.of(Schedule.Kind.CHOICES, "constant", "The curve of the learning rate.");

        static final Key<Double> WARM_UP_EPOCHS = Key.real(Setting.atLeast("warmUpEpochs", 0, 0))
                .means("Epochs, also parts of one, in which the rate rises from 0 before the curve begins.")
                .example("1");

        static final Group GROUP =
                Group.of(KIND.keys()).with(List.of(WARM_UP_EPOCHS)).withRule(KIND::make);

        static Schedule schedule(Settings settings) {
            return new Schedule(KIND.make(settings), settings.get(WARM_UP_EPOCHS));
        }
    }

    /** The keys of {@code reduceOnPlateau}. */
    private static final class PlateauKeys {

        static final Key<Double> FACTOR = Key.real(Setting.inside("factor", ReduceOnPlateau.DEFAULT_FACTOR))
                .means("What the rate is multiplied by.");

        static final Key<Integer> PATIENCE = Key.integer(
                        Setting.wholeAtLeast("patience", 1, ReduceOnPlateau.DEFAULT_PATIENCE))
                .means("Epochs without a lower loss after which it is.");

        static final Key<Double> MIN_DELTA = Key.real(Setting.atLeast("minDelta", 0, ReduceOnPlateau.DEFAULT_MIN_DELTA))
                .means("How much lower a loss must be to count as lower.");

        static final Key<Double> MIN_RATE = Key.real(
                        new Setting("minRate", 0, false, 1, true, ReduceOnPlateau.DEFAULT_MIN_RATE))
                .means("The smallest share of the learning rate that remains.");

        static final Group GROUP = Group.of(FACTOR, PATIENCE, MIN_DELTA, MIN_RATE);

        static ReduceOnPlateau plateau(Settings settings) {
            return new ReduceOnPlateau(
                    settings.get(FACTOR), settings.get(PATIENCE), settings.get(MIN_DELTA), settings.get(MIN_RATE));
        }
    }

    private static void requireSmooth(double l1, Slot slot, Reading at) {
        if (l1 > 0 && isLbfgs(at).orElse(false)) {
            slot.expected("0 with type lbfgs, which needs a smooth loss", "take l2 or change optimizer.type");
        }
    }

    /** Whether every step takes all rows, at a length of its own; empty where the type is at fault. */
    static Optional<Boolean> isLbfgs(Reading at) {
        Reading optimizer = at.root().in(Keys.OPTIMIZER);
        return optimizer.isReadable()
                ? optimizer.value(DESCENT.type()).map(choice -> choice.withDefaults() instanceof Lbfgs)
                : Optional.empty();
    }

    /** By which steps, but for the moving average, which is {@code training.averaging}. */
    public Descent descent() {
        Descent chosen = DESCENT.make(settings);
        if (!(chosen instanceof GradientDescent descent)) {
            return chosen;
        }
        return new GradientDescent(
                descent.optimizer(),
                settings.get(LEARNING_RATE),
                ScheduleKeys.schedule(settings.get(SCHEDULE)),
                settings.get(REDUCE_ON_PLATEAU).map(PlateauKeys::plateau).orElse(null),
                settings.get(CLIP_NORM).orElse(Double.POSITIVE_INFINITY),
                null);
    }

    /** What large weights cost. */
    public Penalty penalty() {
        return new Penalty(settings.get(L1), settings.get(L2));
    }

    /** Whether every step takes all rows, at a length of its own. */
    public boolean isLbfgs() {
        return descent() instanceof Lbfgs;
    }
}
