package org.thalweg.jobs.config;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.settings.Setting;

/**
 * The job file's {@code training}.
 *
 * @param epochs at least 1
 * @param batchSize the rows of a step, over the whole cluster, at least 1; empty for all rows ({@code full})
 * @param laneRows the rows a lane adds to one step, at least 1
 * @param partitions the tasks of a step, at least 1; empty to let the cluster decide ({@code auto})
 * @param averaging the decay of the moving average of the weights that is kept in their place, at least 0 and below 1;
 *     empty for none
 * @param earlyStopping when to stop before the last epoch; empty for never
 */
public record TrainingSection(
        int epochs,
        OptionalInt batchSize,
        int laneRows,
        OptionalInt partitions,
        OptionalDouble averaging,
        Optional<EarlyStopping> earlyStopping) {
    static final Whole EPOCHS = Whole.atLeast("epochs", 1, 10);
    static final Whole BATCH_SIZE = Whole.atLeast("batchSize", 1, 1024);
    static final String FULL_BATCH = "full";
    static final Whole LANE_ROWS = Whole.atLeast("laneRows", 1, 128);
    static final Whole PARTITIONS = Whole.atLeast("partitions", 1, 8);
    static final Setting AVERAGING = Setting.share("averaging", ExponentialAverage.DEFAULT_DECAY);
    static final String AUTO_PARTITIONS = "auto";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside them
     */
    public TrainingSection {
        Objects.requireNonNull(earlyStopping, "earlyStopping");
        EPOCHS.require(epochs);
        batchSize.ifPresent(BATCH_SIZE::require);
        LANE_ROWS.require(laneRows);
        averaging.ifPresent(AVERAGING::require);
        partitions.ifPresent(PARTITIONS::require);
    }

    /** Whether a step takes all rows. */
    public boolean isFullBatch() {
        return batchSize.isEmpty();
    }
}
