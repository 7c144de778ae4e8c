package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Choice;

/** Reads the job file's {@code optimizer}, and its {@code schedule} below. */
final class OptimizerBinding {
    private OptimizerBinding() {}

    static Optional<OptimizerSection> bind(Section optimizer) {
        Optional<Optimizer> rule = inline(optimizer, Optimizer.CHOICES, OptimizerSection.DEFAULT_RULE);
        double learningRate = optimizer.real(OptimizerSection.LEARNING_RATE);
        double l1 = optimizer.real(OptimizerSection.L1);
        double l2 = optimizer.real(OptimizerSection.L2);
        OptionalDouble clipNorm = optimizer.slot(OptimizerSection.CLIP_NORM).optionalReal(OptimizerSection.CLIP_NORM);
        Optional<Schedule> schedule = schedule(optimizer.section("schedule"));
        Optional<ReduceOnPlateau> plateau =
                optimizer.optionalSection(OptimizerSection.REDUCE_ON_PLATEAU).flatMap(OptimizerBinding::plateau);
        return optimizer.unlessAtFault(() -> new OptimizerSection(
                rule.orElseThrow(), learningRate, new Penalty(l1, l2), clipNorm, schedule.orElseThrow(), plateau));
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
