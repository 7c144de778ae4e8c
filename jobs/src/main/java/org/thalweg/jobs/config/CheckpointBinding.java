package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.thalweg.spark.config.Whole;

/** Reads the job file's {@code checkpoint}. */
final class CheckpointBinding {
    private CheckpointBinding() {}

    static Optional<CheckpointSection> bind(Section checkpoint) {
        Optional<String> path = checkpoint
                .slot(CheckpointSection.PATH)
                .optionalText("the path of a folder", "models/mnist.checkpoints");
        OptionalInt steps = count(checkpoint, CheckpointSection.EVERY_STEPS);
        OptionalInt epochs = count(checkpoint, CheckpointSection.EVERY_EPOCHS);
        OptionalDouble told =
                checkpoint.slot(CheckpointSection.EVERY_SECONDS).optionalReal(CheckpointSection.EVERY_SECONDS);
        // By time, where nothing else is said.
        OptionalDouble seconds = told.isPresent() || steps.isPresent() || epochs.isPresent()
                ? told
                : OptionalDouble.of(CheckpointSection.EVERY_SECONDS.defaultValue());
        int keep = checkpoint.whole(CheckpointSection.KEEP);
        Resume resume = checkpoint
                .slot(CheckpointSection.RESUME)
                .word(List.of(Resume.values()))
                .orElse(CheckpointSection.DEFAULT_RESUME);
        return checkpoint.unlessAtFault(() -> new CheckpointSection(path, steps, epochs, seconds, keep, resume));
    }

    private static OptionalInt count(Section section, Whole rule) {
        OptionalLong count = section.slot(rule).optionalWhole(rule);
        return count.isPresent() ? OptionalInt.of((int) count.getAsLong()) : OptionalInt.empty();
    }
}
