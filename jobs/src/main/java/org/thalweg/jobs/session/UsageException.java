package org.thalweg.jobs.session;

/** A wrong command line or setting: the message says what was expected, what was found, and what to do. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with such a message. */
    public UsageException(String message) {
        super(message);
    }
}
