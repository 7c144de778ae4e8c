package org.thalweg.jobs.config;

import java.util.OptionalInt;
import org.thalweg.spark.config.Whole;

/**
 * Which rows of earlier runs are learned again beside the new ones.
 *
 * @param rows at most so many of them, 0 for none; empty for all, which are read again from where they came
 * @param byClass whether each class gets the same number of them
 */
public record Rehearsal(OptionalInt rows, boolean byClass) {
    static final String ALL = "all";
    /** How many rows, unless said. */
    public static final int USUAL_ROWS = 10_000;

    static final Whole ROWS = Whole.atLeast("rows", 0, USUAL_ROWS);
    static final String BY_CLASS = "byClass";
    static final boolean DEFAULT_BY_CLASS = false;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException for a negative number
     */
    public Rehearsal {
        rows.ifPresent(ROWS::require);
    }

    /** Whether the rows of earlier runs are read again. */
    public boolean isAll() {
        return rows.isEmpty();
    }
}
