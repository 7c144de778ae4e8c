package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Choice;
import org.thalweg.spark.config.OptimizerSection;

/** Reads the job file's {@code optimizer}, and its {@code schedule} below. */
final class OptimizerBinding {
    private OptimizerBinding() {}

    static Optional<OptimizerSection> bind(Section optimizer) {
        Optional<Descent> chosen = inline(optimizer, Descent.CHOICES, OptimizerSection.DEFAULT_RULE);
        if (chosen.isPresent() && chosen.get() instanceof Lbfgs lbfgs) {
            double l2 = lbfgsPenalty(optimizer);
            return optimizer.unlessAtFault(() -> new OptimizerSection(lbfgs, new Penalty(0, l2)));
        }
        double learningRate = optimizer.real(OptimizerSection.LEARNING_RATE);
        double l1 = optimizer.real(OptimizerSection.L1);
        double l2 = optimizer.real(OptimizerSection.L2);
        OptionalDouble clipNorm = optimizer.slot(OptimizerSection.CLIP_NORM).optionalReal(OptimizerSection.CLIP_NORM);
        Optional<Schedule> schedule = schedule(optimizer.section(OptimizerSection.SCHEDULE));
        Optional<ReduceOnPlateau> plateau =
                optimizer.optionalSection(OptimizerSection.REDUCE_ON_PLATEAU).flatMap(OptimizerBinding::plateau);
        return optimizer.unlessAtFault(() -> new OptimizerSection(
                new GradientDescent(
                        ((GradientDescent) chosen.orElseThrow()).optimizer(),
                        learningRate,
                        schedule.orElseThrow(),
                        plateau.orElse(null),
                        clipNorm.orElse(Double.POSITIVE_INFINITY),
                        null),
                new Penalty(l1, l2)));
    }

    /** Whether L-BFGS is asked for, as far as can be told from a section that may be at fault. */
    static boolean isLbfgs(Section optimizer) {
        return optimizer
                .slot(ChoiceBinding.TYPE)
                .scalar()
                .filter(type -> type.text().equals(new Lbfgs().name()))
                .isPresent();
    }

    /** L2, the only other key that L-BFGS has; refuses those of gradient descent. */
    private static double lbfgsPenalty(Section optimizer) {
        for (String key : List.of(
                OptimizerSection.LEARNING_RATE.name(),
                OptimizerSection.SCHEDULE,
                OptimizerSection.REDUCE_ON_PLATEAU,
                OptimizerSection.CLIP_NORM.name())) {
            optimizer.refuse(key, "expected none with type lbfgs, which searches the length of every step; remove it");
        }
        if (optimizer.real(OptimizerSection.L1) > 0) {
            optimizer
                    .slot(OptimizerSection.L1)
                    .expected("0 with type lbfgs, which needs a smooth loss", "take l2 or change optimizer.type");
        }
        return optimizer.real(OptimizerSection.L2);
    }

    private static Optional<ReduceOnPlateau> plateau(Section section) {
        double factor = section.real(OptimizerSection.FACTOR);
        int patience = section.whole(OptimizerSection.PATIENCE);
        double minDelta = section.real(OptimizerSection.MIN_DELTA);
        double minRate = section.real(OptimizerSection.MIN_RATE);
        return section.unlessAtFault(() -> new ReduceOnPlateau(factor, patience, minDelta, minRate));
    }

    private static Optional<Schedule> schedule(Section schedule) {
        double warmUpEpochs = schedule.real(OptimizerSection.WARM_UP_EPOCHS);
        Optional<Schedule.Kind> kind = inline(schedule, Schedule.Kind.CHOICES, OptimizerSection.DEFAULT_SCHEDULE);
        return schedule.unlessAtFault(() -> new Schedule(kind.orElseThrow(), warmUpEpochs));
    }

    /** A choice whose type and numbers stand in a section beside other keys. */
    private static <T> Optional<T> inline(Section section, List<Choice<T>> choices, String preset) {
        List<Word<T>> words = Word.of(choices);
        Slot slot = section.slot(ChoiceBinding.TYPE);
        Word<T> usual = new Word<>(Choice.named(ChoiceBinding.TYPE, preset, choices));
        return ChoiceBinding.numbers(section, Selected.of(slot, ChoiceBinding.TYPE, slot.word(words), usual), words);
    }
}
