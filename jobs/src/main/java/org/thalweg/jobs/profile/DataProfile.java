package org.thalweg.jobs.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.json.JsonObject;

/**
 * What a table holds.
 *
 * @param rows in it
 * @param features a profile a column, or a number of a wide one; none where the rows are too wide to be told of
 * @param labels of each label column
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

    /** For a JSON file. */
    public Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", rows);
        map.put("features", features.stream().map(ColumnProfile::json).toList());
        map.put("labels", labels.stream().map(ColumnProfile::json).toList());
        return map;
    }

    /**
     * What {@link #json} has written.
     *
     * @throws org.thalweg.jobs.json.JsonException if it is not that
     */
    public static DataProfile of(JsonObject json) {
        return new DataProfile(
                json.whole("rows"),
                json.objects("features").stream().map(ColumnProfile::of).toList(),
                json.objects("labels").stream().map(ColumnProfile::of).toList());
    }
}
