package org.thalweg.jobs.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file of the store is missing, cannot be read, or is not as it was written. */
public final class StoreDamagedException extends StoreException {
    private static final long serialVersionUID = 1;

    /** Damage that the message tells of. */
    public StoreDamagedException(String message) {
        super(message);
    }

    /** A file that cannot be read. */
    public static StoreDamagedException unreadable(Path file, IOException cause) {
        return new StoreDamagedException("store: expected a file that can be read, found " + file + ": "
                + cause.getMessage() + "; restore it, or let another version serve");
    }
}
