package org.thalweg.jobs.store;

/** The store cannot be used as asked: the message says what was expected, what was found, and what to do. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that describes the error. */
    public StoreException(String message) {
        super(message);
    }
}
