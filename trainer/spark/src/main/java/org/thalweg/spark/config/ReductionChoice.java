package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** How the gradients of a step's tasks come together. */
public enum ReductionChoice implements Labelled {
    /** On the driver where it has room for all of them, else in slices. */
    AUTO,
    /** On the driver. */
    GATHER,
    /** Among the tasks. */
    SLICES
}
