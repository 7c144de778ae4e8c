package org.thalweg.spark.table;

import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** The labels of some rows, each once, and how many rows there are. */
final class DistinctLabels {
    /** More distinct labels than this are no classes. */
    private static final int MAX_CLASSES = 100_000;

    private final ExampleMapper mapper;
    private final String column;
    private final TreeSet<String> labels = new TreeSet<>();
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
        labels.add(mapper.label(row));
        rows++;
        if (labels.size() > MAX_CLASSES) {
            throw new BadRowException(column + ": expected at most " + MAX_CLASSES + " classes, found more", "");
        }
    }

    long rows() {
        return rows;
    }

    SortedSet<String> labels() {
        return labels;
    }
}
