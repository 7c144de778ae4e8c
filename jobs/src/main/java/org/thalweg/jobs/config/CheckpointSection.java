package org.thalweg.jobs.config;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Whole;

/**
 * The job file's {@code checkpoint}: when a run's state is written down, and whether it is gone on with.
 *
 * @param path the checkpoints' folder; empty for one beside the model's
 * @param everySteps at least 1; empty for not by steps
 * @param everyEpochs at least 1; empty for not by epochs
 * @param everySeconds above 0; empty for not by time
 * @param keep how many are kept, the last ones; 0 for none, so that none is written
 * @param resume whether a run goes on from the last one
 */
public record CheckpointSection(
        Optional<String> path,
        OptionalInt everySteps,
        OptionalInt everyEpochs,
        OptionalDouble everySeconds,
        int keep,
        Resume resume) {
    static final String PATH = "path";
    static final Whole EVERY_STEPS = Whole.atLeast("everySteps", 1, 1000);
    static final Whole EVERY_EPOCHS = Whole.atLeast("everyEpochs", 1, 1);
    static final Setting EVERY_SECONDS = Setting.above("everySeconds", 0, 300);
    static final Whole KEEP = Whole.atLeast("keep", 0, 3);
    static final String RESUME = "resume";
    static final Resume DEFAULT_RESUME = Resume.NEVER;

    /**
     * Checks the ranges, and requires a path, if any, that is not blank.
     *
     * @throws IllegalArgumentException outside them
     */
    public CheckpointSection {
        Objects.requireNonNull(resume, "resume");
        everySteps.ifPresent(EVERY_STEPS::require);
        everyEpochs.ifPresent(EVERY_EPOCHS::require);
        everySeconds.ifPresent(EVERY_SECONDS::require);
        KEEP.require(keep);
        if (path.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("checkpoint.path: expected a path, found a blank one");
        }
    }

    /** Where they are kept. */
    public String path(ModelSection model) {
        return path.orElseGet(() -> model.path().replaceFirst("/+$", "") + ".checkpoints");
    }
}
