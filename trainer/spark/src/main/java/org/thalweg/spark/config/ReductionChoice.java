package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** How the gradients of a step's tasks are summed. */
public enum ReductionChoice implements Labelled {
    /** On the driver if it has room for all of them, otherwise in slices. */
    AUTO,
    /** On the driver. */
    GATHER,
    /** Among the tasks. */
    SLICES
}
