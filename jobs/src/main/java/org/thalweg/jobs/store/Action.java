package org.thalweg.jobs.store;

import java.util.Arrays;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.settings.Labelled;

/** What an entry of the log tells of. */
public enum Action implements Labelled {
    /** A new version serves from now on. */
    PUBLISH,
    /** A new version is kept, and does not serve: it has not earned it. */
    REFUSE,
    /** A run ended without a version: its data is not as it should be, or training diverged. */
    STOP,
    /** Somebody lets a version serve. */
    PROMOTE,
    /** Somebody lets an older version serve again. */
    ROLLBACK,
    /** Old versions are taken away. */
    GC;

    /** Whether the entry tells of a version that there was not before. */
    public boolean makesVersion() {
        return this == PUBLISH || this == REFUSE;
    }

    /** @param where the file, for messages */
    static Action labelled(String label, String where) {
        return Arrays.stream(values())
                .filter(action -> action.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new JsonException("action: expected one that this Thalweg knows, found " + label
                        + " (" + where + "); take the Thalweg that wrote it, or a later one"));
    }
}
