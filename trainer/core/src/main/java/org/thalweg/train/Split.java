package org.thalweg.train;

/** Which of the rows. */
public enum Split {
    /** The rows that gradients are taken over. */
    TRAINING,
    /** The rows held out of training, to judge it by. */
    VALIDATION
}
