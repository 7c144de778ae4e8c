package org.thalweg.jobs.config;

import java.util.OptionalInt;

/**
 * Which rows of earlier runs are learned again beside the new ones.
 *
 * @param rows at most so many of them, 0 for none; empty for all, which are read again from where they came
 * @param byClass whether each class gets the same number of them
 */
public record Rehearsal(OptionalInt rows, boolean byClass) {
    /** All of them. */
    static final Rehearsal ALL_ROWS = new Rehearsal(OptionalInt.empty(), false);

    /** How many rows by default. */
    public static final int DEFAULT_ROWS = 10_000;

    /** Whether the rows of earlier runs are read again. */
    public boolean isAll() {
        return rows.isEmpty();
    }
}
