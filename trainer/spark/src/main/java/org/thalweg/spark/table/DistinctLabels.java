package org.thalweg.spark.table;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.thalweg.settings.KeyText;

/** Counts the labels of some rows. */
final class DistinctLabels {
    /** The maximum number of classes. */
    static final int MAX_CLASSES = 100_000;

    private final ExampleMapper mapper;
    private final String column;
    private final TreeMap<String, Long> labels = new TreeMap<>();
    private long rows;

    /**
     * No labels yet.
     *
     * @param column that contains them, for a message
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

    /**
     * Refuses too many labels of all rows.
     *
     * @throws DataException if there are more than classes may be
     */
    static void requireFew(int labels, String column) {
        if (labels > MAX_CLASSES) {
            throw new DataException(KeyText.of("data.label") + ": expected at most " + MAX_CLASSES
                    + " classes, found more in " + column + "; take task regression, or another column");
        }
    }

    long rows() {
        return rows;
    }

    /** The number of rows with each label. */
    SortedMap<String, Long> labels() {
        return labels;
    }
}
