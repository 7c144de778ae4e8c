package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.thalweg.data.Lanes;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.train.Divergence;
import org.thalweg.train.StoppingRule;

/** Reads the job file's {@code training}. */
final class TrainingBinding {
    private TrainingBinding() {}

    static Optional<TrainingSection> bind(Section training, Selected<Task> task, boolean validates, boolean lbfgs) {
        int epochs = training.whole(TrainingSection.EPOCHS);
        Slot batch = training.slot(TrainingSection.BATCH_SIZE);
        OptionalInt batchSize =
                countOr(TrainingSection.FULL_BATCH, batch, TrainingSection.BATCH_SIZE, OptionalInt.of((int)
                        TrainingSection.BATCH_SIZE.usual()));
        int laneRows = training.whole(TrainingSection.LANE_ROWS);
        OptionalInt partitions = countOr(
                TrainingSection.AUTO_PARTITIONS,
                training.slot(TrainingSection.PARTITIONS),
                TrainingSection.PARTITIONS,
                OptionalInt.empty());
        OptionalDouble averaging = training.slot(TrainingSection.AVERAGING).optionalReal(TrainingSection.AVERAGING);
        batchSize.ifPresent(rows -> requireLanes(batch, rows, laneRows));
        if (lbfgs) {
            requireAllRows(training, batch, batchSize);
        }
        List<StoppingRule> stopping = new StoppingBinding(training, task, validates).bind();
        Slot divergence = training.slot(TrainingSection.ON_DIVERGENCE);
        Divergence chosen = divergence
                .word(Stream.of(Divergence.values()).map(DivergenceWord::new).toList())
                .map(DivergenceWord::divergence)
                .orElse(Divergence.STOP);
        if (lbfgs && chosen == Divergence.BACK_OFF) {
            divergence.expected("stop with optimizer.type lbfgs", "which has no learning rate to halve; remove it");
        }
        double deadline = training.real(TrainingSection.STEP_DEADLINE);
        return training.unlessAtFault(() ->
                new TrainingSection(epochs, batchSize, laneRows, partitions, averaging, stopping, chosen, deadline));
    }

    /** What becomes of a run that diverges, as a word of job files. */
    private record DivergenceWord(Divergence divergence) implements YamlName {
        @Override
        public String name() {
            return divergence.name();
        }

        @Override
        public String yamlName() {
            return divergence.label();
        }
    }

    /** A batch is shared by lanes, and there is an end to their number. */
    private static void requireLanes(Slot batch, int rows, int laneRows) {
        long most = (long) Lanes.MAX_COUNT * laneRows;
        if (rows > most) {
            batch.fault("expected at most " + most + " rows with laneRows " + laneRows + ", found " + rows
                    + "; take full, or a larger training.laneRows");
        }
    }

    /** L-BFGS goes with full batches alone, and without averaging. */
    private static void requireAllRows(Section training, Slot batch, OptionalInt batchSize) {
        if (batchSize.isPresent()) {
            String found = batch.isEmpty() ? batchSize.getAsInt() + " (the default)" : batch.found();
            batch.fault("expected full with optimizer.type lbfgs, found " + found + "; "
                    + (batch.isEmpty() ? "add training.batchSize: full" : "take full or change optimizer.type"));
        }
        training.refuse(
                TrainingSection.AVERAGING.name(),
                "expected none with optimizer.type lbfgs, whose last weights are its best; remove it");
    }

    /** A count, or a word in its place, which is read as empty. */
    private static OptionalInt countOr(String word, Slot slot, Whole rule, OptionalInt preset) {
        if (slot.isEmpty()) {
            return preset;
        }
        if (slot.scalar().map(Scalar::text).filter(word::equals).isPresent()) {
            return OptionalInt.empty();
        }
        Faults unseen = new Faults();
        int count = Math.toIntExact(new Slot(slot.path(), slot.place(), slot.value(), unseen).whole(rule));
        if (unseen.count() > 0) {
            slot.expected(word + " or " + rule.words(false), "take e.g. " + rule.usual());
        }
        return OptionalInt.of(count);
    }
}
