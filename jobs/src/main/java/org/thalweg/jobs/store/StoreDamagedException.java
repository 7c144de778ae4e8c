package org.thalweg.jobs.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file of the store is missing, unreadable, or has changed since it was written. */
public final class StoreDamagedException extends StoreException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that describes the damage. */
    public StoreDamagedException(String message) {
        super(message);
    }

    /** An exception for a file that cannot be read. */
    public static StoreDamagedException unreadable(Path file, IOException cause) {
        return new StoreDamagedException("store: expected a file that can be read, found " + file + ": "
                + cause.getMessage() + "; restore it, or promote another version");
    }
}
