package org.thalweg.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The unknown categories and missing values of a row.
 *
 * @param unknown the categories that were not in the training rows, by column; their inputs are all 0. A hashed column
 *     has no unknown categories
 * @param missing the columns with a missing value
 */
public record RowNotes(Map<String, String> unknown, List<String> missing) {
    /** No unknown categories and no missing values. */
    public static final RowNotes NONE = new RowNotes(Map.of(), List.of());

    /** Copies both, in their order. */
    public RowNotes {
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        missing = List.copyOf(missing);
    }

    /** Whether there is nothing to report. */
    public boolean isEmpty() {
        return unknown.isEmpty() && missing.isEmpty();
    }
}
