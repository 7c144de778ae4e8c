package org.thalweg.jobs.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a table are what. No column is two things at once.
 *
 * @param label the targets: one, or several for multilabel and regression; none for an autoencoder; empty where the command needs none and the file names none
 * @param features the network's inputs, in this order; empty means all columns but label and weight
 * @param weight the rows' weights; without it each row weighs 1
 */
public record Columns(List<Column> label, List<Column> features, Optional<Column> weight) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a column is named twice
     */
    public Columns {
        label = List.copyOf(label);
        features = List.copyOf(features);
        HashSet<Column> seen = new HashSet<>();
        label.forEach(column -> requireNew(seen, column));
        weight.ifPresent(column -> requireNew(seen, column));
        features.forEach(column -> requireNew(seen, column));
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
