package org.thalweg.spark.config;

import java.util.List;

/** The top-level keys of training. Their groups contain the other keys. */
public final class Keys {
    private static final long DEFAULT_SEED = 42;

    /** The seed of all randomness. */
    public static final Key<Long> SEED = Key.of("seed", Types.anyLong())
            .byDefault(DEFAULT_SEED)
            .example("42")
            .means(
                    "Seed of all randomness: initial weights, order of the rows, dropout and the choice of held-out rows.");

    /** The rows. */
    public static final Key<Settings> DATA = DataSection.GROUP
            .key("data")
            .means("Where the rows are, and how they are converted to inputs and targets.");

    /** The network's shape. */
    public static final Key<Settings> NETWORK =
            NetworkSection.GROUP.key("network").means("The network's layers.");

    /** The method that minimises the loss. */
    public static final Key<Settings> OPTIMIZER =
            OptimizerSection.GROUP.key("optimizer").means("The method that minimises the loss.");

    /** How long training runs, and how its work is divided. */
    public static final Key<Settings> TRAINING = TrainingSection.GROUP
            .key("training")
            .means("How long training runs, and how it is divided into steps and Spark tasks.");

    /** When the run's state is written. */
    public static final Key<Settings> CHECKPOINT = CheckpointSection.GROUP
            .key("checkpoint")
            .means("When the state of a run is written, so that an interrupted run can be resumed.")
            .withoutEffect();

    /** All keys on which the weights may depend, in the order in which they are written. */
    public static final List<Key<?>> FIT =
            List.of(TaskKeys.TASK, SEED, DATA, NETWORK, TaskKeys.LOSS, OPTIMIZER, TRAINING);

    private Keys() {}
}
