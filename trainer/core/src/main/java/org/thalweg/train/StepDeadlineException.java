package org.thalweg.train;

/** The cluster did not answer a step in time; the parameters are as before it. */
public final class StepDeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that says which step, how long it was waited for, and what to do. */
    public StepDeadlineException(String message) {
        super(message);
    }
}
