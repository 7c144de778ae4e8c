package org.thalweg.spark.table;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The labels of some rows, each with how many have it, and how many rows there are. */
final class DistinctLabels {
    /** More distinct labels than this are no classes. */
    private static final int MAX_CLASSES = 100_000;

    private final ExampleMapper mapper;
    private final String column;
    private final TreeMap<String, Long> labels = new TreeMap<>();
    private long rows;

    /**
     * No labels yet.
     *
     * @param column that they are in, for a message
     */
    DistinctLabels(ExampleMapper mapper, String column) {
        this.mapper = mapper;
        this.column = column;
    }

    /**
     * Adds a row's label.
     *
     * @throws BadRowException if it has none, or there are too many
     */
    void add(Row row) {
        labels.merge(mapper.label(row), 1L, Long::sum);
        rows++;
        if (labels.size() > MAX_CLASSES) {
            throw new BadRowException(column + ": expected at most " + MAX_CLASSES + " classes, found more", "");
        }
    }

    long rows() {
        return rows;
    }

    /** How many rows have each label. */
    SortedMap<String, Long> labels() {
        return labels;
    }
}
