package org.thalweg.spark.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.settings.Setting;
import org.thalweg.train.Batches;
import org.thalweg.train.Divergence;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.Epochs;
import org.thalweg.train.LossChange;
import org.thalweg.train.StoppingRule;
import org.thalweg.train.Target;

/**
 * The job file's {@code training}.
 *
 * @param epochs for how many epochs at most
 * @param batches the rows of a step, over the whole cluster, and those that a lane adds to it
 * @param partitions the tasks of a step, at least 1; empty to let the cluster decide ({@code auto})
 * @param averaging the decay of the moving average of the weights that is kept in their place, at least 0 and below 1;
 *     empty for none
 * @param stopping what ends training before the last epoch, at most one rule of each kind
 * @param divergence what becomes of a run that diverges
 * @param stepDeadlineSeconds above 0: how long the cluster may take for a step before the run is given up
 */
public record TrainingSection(
        Epochs epochs,
        Batches batches,
        OptionalInt partitions,
        OptionalDouble averaging,
        List<StoppingRule> stopping,
        Divergence divergence,
        double stepDeadlineSeconds) {
    public static final Whole EPOCHS = Whole.atLeast("epochs", 1, 10);
    public static final Whole BATCH_SIZE = Whole.atLeast("batchSize", 1, 256);
    public static final String FULL_BATCH = "full";
    public static final Whole LANE_ROWS = Whole.atLeast("laneRows", 1, 128);
    public static final String AUTO = "auto";
    public static final Whole PARTITIONS = Whole.atLeast("partitions", 1, 8);
    public static final Setting AVERAGING = Setting.share("averaging", ExponentialAverage.DEFAULT_DECAY);
    public static final String EARLY_STOPPING = "earlyStopping";
    public static final Whole PATIENCE = Whole.atLeast("patience", 1, EarlyStopping.DEFAULT_PATIENCE);
    public static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, EarlyStopping.DEFAULT_MIN_DELTA);
    public static final String LOSS_CHANGE = "lossChange";
    public static final Setting TOLERANCE = Setting.atLeast("tolerance", 0, LossChange.DEFAULT_TOLERANCE);
    public static final Whole LOSS_PATIENCE = Whole.atLeast("patience", 1, LossChange.DEFAULT_PATIENCE);
    public static final Setting MAX_SECONDS = Setting.above("maxSeconds", 0, 3600);
    public static final String TARGET = "target";
    public static final String METRIC = "metric";
    public static final String VALUE = "value";
    public static final String ON_DIVERGENCE = "onDivergence";
    public static final Setting STEP_DEADLINE = Setting.above("stepDeadlineSeconds", 0, 3600);

    /**
     * Checks the ranges, and copies the list.
     *
     * @throws IllegalArgumentException outside them
     */
    public TrainingSection {
        stopping = List.copyOf(stopping);
        Objects.requireNonNull(divergence, "divergence");
        STEP_DEADLINE.require(stepDeadlineSeconds);
        Objects.requireNonNull(epochs, "epochs");
        Objects.requireNonNull(batches, "batches");
        averaging.ifPresent(AVERAGING::require);
        partitions.ifPresent(PARTITIONS::require);
    }

    /** Whether a step takes all rows. */
    public boolean isFullBatch() {
        return batches.isFull();
    }

    /**
     * The epochs of a run at most.
     *
     * @param rows to train on, 1 or more
     */
    public int epochsFor(long rows) {
        return epochs.countFor(rows, batches);
    }

    /** The stopping rule of a kind. */
    public <R extends StoppingRule> Optional<R> stopping(Class<R> kind) {
        return stopping.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The key of a rule that needs validation rows; empty where none does. */
    public Optional<String> validationNeededBy() {
        if (stopping(EarlyStopping.class).isPresent()) {
            return Optional.of("training." + EARLY_STOPPING);
        }
        return stopping(Target.class)
                .filter(target -> target.metric().isOfValidation())
                .map(target -> "training." + TARGET);
    }
}
