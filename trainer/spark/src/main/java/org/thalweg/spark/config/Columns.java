package org.thalweg.spark.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The roles of a table's columns. No column has two roles.
 *
 * @param label the targets: one, or several for multilabel and regression. Empty for an autoencoder, and if the command needs
 *     no label and the file names none
 * @param features the network's inputs, in this order; empty means all columns but label and weight
 * @param weight the rows' weights; without it each row weighs 1
 * @param categorical the features that are categories; all others are numbers, or dates
 * @param dates the features that are dates or times
 * @param missing what happens to a row that lacks the value of a feature
 */
public record Columns(
        List<Column> label,
        List<Column> features,
        Optional<Column> weight,
        List<Categorical> categorical,
        List<DateColumn> dates,
        Missing missing) {
    public static final Missing DEFAULT_MISSING = Missing.REFUSE;

    /** Columns whose features are numbers, none of them missing. */
    public Columns(List<Column> label, List<Column> features, Optional<Column> weight) {
        this(label, features, weight, List.of(), List.of(), DEFAULT_MISSING);
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a column is named twice, or if a categorical or date column is not a feature
     */
    public Columns {
        label = List.copyOf(label);
        features = List.copyOf(features);
        HashSet<Column> seen = new HashSet<>();
        label.forEach(column -> requireNew(seen, column));
        weight.ifPresent(column -> requireNew(seen, column));
        features.forEach(column -> requireNew(seen, column));
        categorical = List.copyOf(categorical);
        Objects.requireNonNull(missing, "missing");
        dates = List.copyOf(dates);
        HashSet<Column> encoded = new HashSet<>();
        for (Categorical each : categorical) {
            requireNew(encoded, each.column());
            requireFeature("categorical", each.column(), label, features, weight);
        }
        for (DateColumn each : dates) {
            requireNew(encoded, each.column());
            requireFeature("dates", each.column(), label, features, weight);
        }
    }

    private static void requireFeature(
            String key, Column column, List<Column> label, List<Column> features, Optional<Column> weight) {
        if (!mayBeFeature(column, label, features, weight)) {
            throw new IllegalArgumentException(key + ": expected columns that are features, found " + column);
        }
    }

    private static boolean mayBeFeature(
            Column column, List<Column> label, List<Column> features, Optional<Column> weight) {
        return features.isEmpty()
                ? !label.contains(column) && !weight.equals(Optional.of(column))
                : features.contains(column);
    }

    /** Whether features are encoded, rather than used as numbers. */
    public boolean areEncoded() {
        return !categorical.isEmpty() || !dates.isEmpty() || missing != Missing.REFUSE;
    }

    /** Whether the features are all columns but label and weight. */
    public boolean allFeatures() {
        return features.isEmpty();
    }

    private static void requireNew(HashSet<Column> seen, Column column) {
        if (!seen.add(column)) {
            throw new IllegalArgumentException("columns: expected each column once, found " + column + " twice");
        }
    }
}
