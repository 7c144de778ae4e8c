package org.thalweg.data;

/** Which of a job's rows. */
public enum Split {
    /** The rows that gradients are taken over. */
    TRAINING,
    /** The rows held out of training, to judge every epoch by. */
    VALIDATION,
    /** The rows held out of training, to judge the model by at the end. */
    TEST
}
