package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.thalweg.data.Lanes;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.spark.config.Whole;
import org.thalweg.train.Batches;
import org.thalweg.train.Divergence;
import org.thalweg.train.Epochs;
import org.thalweg.train.StoppingRule;

/** Reads the job file's {@code training}. */
final class TrainingBinding {
    private static final int NO_COUNT = 0;

    private TrainingBinding() {}

    static Optional<TrainingSection> bind(Section training, Selected<Task> task, boolean validates, boolean lbfgs) {
        int epochs = countOr(
                Map.of(TrainingSection.AUTO, Epochs.AUTO),
                training.slot(TrainingSection.EPOCHS),
                TrainingSection.EPOCHS,
                Epochs.AUTO);
        Slot batch = training.slot(TrainingSection.BATCH_SIZE);
        int size = countOr(
                Map.of(TrainingSection.AUTO, Batches.AUTO, TrainingSection.FULL_BATCH, Batches.FULL),
                batch,
                TrainingSection.BATCH_SIZE,
                Batches.AUTO);
        Slot lane = training.slot(TrainingSection.LANE_ROWS);
        int laneRows =
                countOr(Map.of(TrainingSection.AUTO, Batches.AUTO), lane, TrainingSection.LANE_ROWS, Batches.AUTO);
        Batches batches = Batches.auto().withSize(size).withLaneRows(laneRows);
        int partitions = countOr(
                Map.of(TrainingSection.AUTO, NO_COUNT),
                training.slot(TrainingSection.PARTITIONS),
                TrainingSection.PARTITIONS,
                NO_COUNT);
        OptionalDouble averaging = training.slot(TrainingSection.AVERAGING).optionalReal(TrainingSection.AVERAGING);
        requireLanes(batch, batches);
        if (lbfgs) {
            requireAllRows(training, batch, batches);
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
        OptionalInt tasks = partitions == NO_COUNT ? OptionalInt.empty() : OptionalInt.of(partitions);
        return training.unlessAtFault(
                () -> new TrainingSection(new Epochs(epochs), batches, tasks, averaging, stopping, chosen, deadline));
    }

    /** What becomes of a run that diverges, as a word of job files. */
    private record DivergenceWord(Divergence divergence) implements Labelled {
        @Override
        public String name() {
            return divergence.name();
        }

        @Override
        public String label() {
            return divergence.label();
        }
    }

    /** A batch is shared by lanes, and there is an end to their number. */
    private static void requireLanes(Slot batch, Batches batches) {
        if (batches.size() < 1 || batches.laneRows() < 1) {
            return;
        }
        long most = (long) Lanes.MAX_COUNT * batches.laneRows();
        if (batches.size() > most) {
            batch.fault("expected at most " + most + " rows with laneRows " + batches.laneRows() + ", found "
                    + batches.size() + "; take full, or a larger training.laneRows");
        }
    }

    /** L-BFGS goes with full batches alone, and without averaging. */
    private static void requireAllRows(Section training, Slot batch, Batches batches) {
        if (!batches.isFull()) {
            String found = batch.isEmpty() ? TrainingSection.AUTO + " (the default)" : batch.found();
            batch.fault("expected full with optimizer.type lbfgs, found " + found + "; "
                    + (batch.isEmpty() ? "add training.batchSize: full" : "take full or change optimizer.type"));
        }
        training.refuse(
                TrainingSection.AVERAGING.name(),
                "expected none with optimizer.type lbfgs, whose last weights are its best; remove it");
    }

    /** A count, or a word in its place that stands for another number. */
    private static int countOr(Map<String, Integer> words, Slot slot, Whole rule, int preset) {
        if (slot.isEmpty()) {
            return preset;
        }
        Integer ofWord = slot.scalar().map(Scalar::text).map(words::get).orElse(null);
        if (ofWord != null) {
            return ofWord;
        }
        Faults unseen = new Faults();
        int count = Math.toIntExact(new Slot(slot.path(), slot.place(), slot.value(), unseen).whole(rule));
        if (unseen.count() > 0) {
            List<String> permitted = new ArrayList<>(new TreeSet<>(words.keySet()));
            permitted.add(rule.words(false));
            slot.expected(Literal.either(permitted), "take e.g. " + rule.usual());
        }
        return count;
    }
}
