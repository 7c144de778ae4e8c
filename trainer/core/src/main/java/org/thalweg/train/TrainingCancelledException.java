package org.thalweg.train;

/** The run was interrupted from outside before its end. */
public final class TrainingCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A run that was cut short at what the message says. */
    public TrainingCancelledException(String message) {
        super(message);
    }
}
