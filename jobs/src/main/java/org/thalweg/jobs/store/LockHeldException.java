package org.thalweg.jobs.store;

/** Another run writes to a folder, or has taken over its lock. */
public final class LockHeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LockHeldException(String message) {
        super(message);
    }
}
