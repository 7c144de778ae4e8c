package org.thalweg.jobs.store;

import java.util.Arrays;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.settings.Labelled;

/** The actions that entries of the log record. */
public enum Action implements Labelled {
    /** A new version was published and serves. */
    PUBLISH,
    /** A new version was stored, but does not serve, as it was not better. */
    REFUSE,
    /** A run ended without a version: its data failed a check, or training diverged. */
    STOP,
    /** A user made a version the serving one. */
    PROMOTE,
    /** A user returned to an earlier version. */
    ROLLBACK,
    /** Old versions were deleted. */
    GC;

    /** Whether the entry creates a version. */
    public boolean makesVersion() {
        return this == PUBLISH || this == REFUSE;
    }

    /** @param where the file, for messages */
    static Action labelled(String label, String where) {
        return Arrays.stream(values())
                .filter(action -> action.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new JsonException("action: expected one that this version of Thalweg knows, found "
                        + label + " (" + where + "); use the version that wrote it, or a later one"));
    }
}
