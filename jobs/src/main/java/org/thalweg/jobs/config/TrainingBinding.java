package org.thalweg.jobs.config;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.jobs.config.YamlValue.Scalar;

/** Reads the job file's {@code training}. */
final class TrainingBinding {
    private static final String EARLY_STOPPING = "earlyStopping";

    private TrainingBinding() {}

    static Optional<TrainingSection> bind(Section training, boolean validates) {
        int epochs = training.whole(TrainingSection.EPOCHS);
        OptionalInt batchSize = countOr(
                TrainingSection.FULL_BATCH,
                training.slot(TrainingSection.BATCH_SIZE),
                TrainingSection.BATCH_SIZE,
                OptionalInt.of((int) TrainingSection.BATCH_SIZE.usual()));
        int laneRows = training.whole(TrainingSection.LANE_ROWS);
        OptionalInt partitions = countOr(
                TrainingSection.AUTO_PARTITIONS,
                training.slot(TrainingSection.PARTITIONS),
                TrainingSection.PARTITIONS,
                OptionalInt.empty());
        OptionalDouble averaging = training.slot(TrainingSection.AVERAGING).optionalReal(TrainingSection.AVERAGING);
        Optional<EarlyStopping> earlyStopping = earlyStopping(training, validates);
        return training.unlessAtFault(
                () -> new TrainingSection(epochs, batchSize, laneRows, partitions, averaging, earlyStopping));
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

    private static Optional<EarlyStopping> earlyStopping(Section training, boolean validates) {
        Slot slot = training.slot(EARLY_STOPPING);
        if (!slot.isEmpty() && !validates) {
            slot.fault("expected only with data.validation, found none; add data.validation, e.g. 0.1, or remove "
                    + EARLY_STOPPING);
        }
        return training.optionalSection(EARLY_STOPPING).flatMap(section -> {
            int patience = section.whole(EarlyStopping.PATIENCE);
            double minDelta = section.real(EarlyStopping.MIN_DELTA);
            return section.unlessAtFault(() -> new EarlyStopping(patience, minDelta));
        });
    }
}
