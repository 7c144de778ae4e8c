package org.thalweg.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a row holds that training did not know, and what it lacks.
 *
 * @param unknown the categories that training did not know, by column: their inputs are all 0. A hashed column knows every
 *     category
 * @param missing the columns of which a value is missing
 */
public record RowNotes(Map<String, String> unknown, List<String> missing) {
    /** Of a row that is as training knew them. */
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
