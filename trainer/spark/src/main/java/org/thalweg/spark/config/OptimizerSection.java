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

/**
 * The method that minimises the loss.
 *
 * @param settings of {@link #GROUP}
 */
public record OptimizerSection(Settings settings) {

    private static final ChoiceKeys<Descent> DESCENT = ChoiceKeys.of(
            Descent.CHOICES, "adam", "The optimisation method: one of the types that are described below.");

    private static final Condition NOT_LBFGS = Condition.unless(
            "without type lbfgs",
            at -> Optional.of(isLbfgs(at).orElse(false)),
            at -> "expected none with type lbfgs, which searches the length of every step; remove it");

    private static final Key<Double> LEARNING_RATE =
            Key.real(GradientDescent.LEARNING_RATE).when(NOT_LBFGS);

    private static final Key<Double> L1 = Key.real(Penalty.L1).example("0.0001").check(OptimizerSection::requireSmooth);

    private static final Key<Double> L2 = Key.real(Penalty.L2).example("0.0001");

    private static final Key<OptionalDouble> CLIP_NORM =
            Key.optionalReal(GradientDescent.CLIP_NORM).when(NOT_LBFGS);

    private static final Key<Settings> SCHEDULE = ScheduleKeys.GROUP
            .key("schedule")
            .means("How the learning rate changes during training.")
            .when(NOT_LBFGS);

    private static final Key<Optional<Settings>> REDUCE_ON_PLATEAU = PlateauKeys.GROUP
            .optionalKey("reduceOnPlateau")
            .means("Reduces the learning rate when the validation loss (or without validation rows, the training"
                    + " loss) stops falling.")
            .example("{ factor: 0.5, patience: 3 }")
            .when(NOT_LBFGS);

    /** Its keys. */
    public static final Group GROUP = Group.of(DESCENT.type(), LEARNING_RATE)
            .with(DESCENT.numbers())
            .with(List.of(L1, L2, CLIP_NORM, SCHEDULE, REDUCE_ON_PLATEAU))
            .withRule(DESCENT::make)
            .orNameOf(DESCENT.type());

    /** The keys of {@code schedule}. */
    private static final class ScheduleKeys {
        static final ChoiceKeys<Schedule.Kind> KIND = ChoiceKeys.of(
                Schedule.Kind.CHOICES,
                "constant",
                "How the learning rate changes: one of the types that are described below.");

        static final Key<Double> WARM_UP_EPOCHS =
                Key.real(Schedule.WARM_UP_EPOCHS).example("1");

        static final Group GROUP = KIND.group().with(List.of(WARM_UP_EPOCHS));

        static Schedule schedule(Settings settings) {
            return new Schedule(KIND.make(settings), settings.get(WARM_UP_EPOCHS));
        }
    }

    /** The keys of {@code reduceOnPlateau}. */
    private static final class PlateauKeys {
        static final Key<Double> FACTOR = Key.real(ReduceOnPlateau.FACTOR);

        static final Key<Integer> PATIENCE = Key.integer(ReduceOnPlateau.PATIENCE);

        static final Key<Double> MIN_DELTA = Key.real(ReduceOnPlateau.MIN_DELTA);

        static final Key<Double> MIN_RATE = Key.real(ReduceOnPlateau.MIN_RATE);

        static final Group GROUP = Group.of(FACTOR, PATIENCE, MIN_DELTA, MIN_RATE);

        static ReduceOnPlateau plateau(Settings settings) {
            return new ReduceOnPlateau(
                    settings.get(FACTOR), settings.get(PATIENCE), settings.get(MIN_DELTA), settings.get(MIN_RATE));
        }
    }

    private static void requireSmooth(double l1, SettingField field, Reading at) {
        if (l1 > 0 && isLbfgs(at).orElse(false)) {
            field.expected("0 with type lbfgs, which needs a smooth loss", "take l2 or change optimizer.type");
        }
    }

    /** Whether the optimizer is L-BFGS, which uses all rows in every step; empty if the type is invalid. */
    static Optional<Boolean> isLbfgs(Reading at) {
        Reading optimizer = at.root().in(Keys.OPTIMIZER);
        return optimizer.isReadable()
                ? optimizer.value(DESCENT.type()).map(choice -> choice.withDefaults() instanceof Lbfgs)
                : Optional.empty();
    }

    /** The optimisation method without the moving average, which is {@code training.averaging}. */
    public Descent descent() {
        Descent chosen = DESCENT.make(settings);
        if (!(chosen instanceof GradientDescent descent)) {
            return chosen;
        }
        return new GradientDescent(
                descent.optimizer(),
                settings.get(LEARNING_RATE),
                ScheduleKeys.schedule(settings.get(SCHEDULE)),
                settings.get(REDUCE_ON_PLATEAU).map(PlateauKeys::plateau),
                settings.get(CLIP_NORM).orElse(Double.POSITIVE_INFINITY),
                Optional.empty());
    }

    /** The penalty on large weights. */
    public Penalty penalty() {
        return new Penalty(settings.get(L1), settings.get(L2));
    }

    /** Whether the optimizer is L-BFGS, which uses all rows in every step. */
    public boolean isLbfgs() {
        return descent() instanceof Lbfgs;
    }
}
