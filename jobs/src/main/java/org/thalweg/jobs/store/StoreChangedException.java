package org.thalweg.jobs.store;

/** Another run changed the store meanwhile, so that a decision was based on an outdated state. */
public final class StoreChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that describes the change. */
    public StoreChangedException(String message) {
        super(message);
    }
}
