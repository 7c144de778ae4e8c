package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Where packed rows are stored during training. */
public enum StorageChoice implements Labelled {
    /** In memory if they fit well, otherwise in files. */
    AUTO,
    /** In the executors' memory. */
    MEMORY,
    /** In memory-mapped files. */
    DISK
}
