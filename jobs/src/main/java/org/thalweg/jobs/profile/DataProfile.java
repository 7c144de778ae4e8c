package org.thalweg.jobs.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.json.JsonObject;

/**
 * The profile of a table.
 *
 * @param rows number of rows
 * @param features a profile for each column, or for each number of a wide one; empty if the rows are too wide
 * @param labels a profile for each label column
 */
public record DataProfile(long rows, List<ColumnProfile> features, List<ColumnProfile> labels) {
    /** Copies the lists. */
    public DataProfile {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
    }

    /** A feature's profile. */
    public Optional<ColumnProfile> feature(String name) {
        return features.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The profile as JSON. */
    public Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", rows);
        map.put("features", features.stream().map(ColumnProfile::json).toList());
        map.put("labels", labels.stream().map(ColumnProfile::json).toList());
        return map;
    }

    /**
     * Reads the JSON of {@link #json}.
     *
     * @throws org.thalweg.jobs.json.JsonException if it is invalid
     */
    public static DataProfile of(JsonObject json) {
        return new DataProfile(
                json.whole("rows"),
                json.objects("features").stream().map(ColumnProfile::of).toList(),
                json.objects("labels").stream().map(ColumnProfile::of).toList());
    }
}
