package org.thalweg.jobs.config;

import java.util.OptionalInt;

/**
 * Which rows of earlier runs are used for training again, together with the new ones.
 *
 * @param rows the maximum number of old rows, 0 for none; empty for all, which are read again from their source
 * @param byClass whether each class gets the same number of old rows
 */
public record Rehearsal(OptionalInt rows, boolean byClass) {
    /** All of them. */
    static final Rehearsal ALL_ROWS = new Rehearsal(OptionalInt.empty(), false);

    /** The default number of rows. */
    public static final int DEFAULT_ROWS = 10_000;

    /** Whether the rows of earlier runs are read again. */
    public boolean isAll() {
        return rows.isEmpty();
    }
}
