package org.thalweg.data;

/** A split of a job's rows. */
public enum Split {
    /** The rows that gradients are computed on. */
    TRAINING,
    /** The held-out rows that every epoch is evaluated on. */
    VALIDATION,
    /** The held-out rows that the final model is evaluated on. */
    TEST
}
