package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Where gradients are computed. */
public enum EngineChoice implements Labelled {
    /** On the driver in Spark's local mode, if the rows fit into the heap; otherwise in Spark's tasks. */
    AUTO,
    /** In Spark's tasks, on the executors that hold the rows. */
    SPARK,
    /** On threads of the driver, to which a cluster's executors send their rows. */
    DRIVER
}
