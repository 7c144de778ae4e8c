package org.thalweg.jobs.session;

/** What was asked for cannot be: the message says what was expected, what was found, and what to do. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A wish that the message tells of. */
    public UsageException(String message) {
        super(message);
    }
}
