package org.thalweg.jobs.store;

/** A file of the store is missing, cannot be read, or is not as it was written. */
public final class StoreDamagedException extends StoreException {
    private static final long serialVersionUID = 1;

    /** Damage that the message tells of. */
    public StoreDamagedException(String message) {
        super(message);
    }
}
