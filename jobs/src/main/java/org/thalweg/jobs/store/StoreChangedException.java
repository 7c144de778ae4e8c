package org.thalweg.jobs.store;

/** Another run has changed the store meanwhile: what was decided was decided on a state that is no more. */
public final class StoreChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A change that the message tells of. */
    public StoreChangedException(String message) {
        super(message);
    }
}
