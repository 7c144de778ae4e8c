package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Where packed rows rest while a network is trained. */
public enum StorageChoice implements Labelled {
    /** In memory where they fit well, else in files. */
    AUTO,
    /** In the executors' memory. */
    MEMORY,
    /** In memory-mapped files. */
    DISK
}
