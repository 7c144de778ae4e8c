package org.thalweg.jobs.retrain;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.thalweg.spark.table.CanonicalContent;

/**
 * A partition's rows with the hashes of their contents. Equal rows near each other are merged into one, with their
 * count, so that a row with a million copies is not sent a million times to the task that counts it.
 */
final class MergedRows implements Iterator<Row> {
    /** The most distinct rows merged at once. */
    private static final int MOST_ROWS = 2048;

    private static final int MOST_BYTES = 1 << 25;

    /**
     * Indices of the columns that are hashed.
     *
     * @param content the first run's columns; −1 for one that the rows lack
     * @param later columns added since, without hidden ones
     * @param names names of the later columns
     * @param runNumber the column of the run in which the row arrived
     * @param exact the column of the hash of all cells, with their types
     */
    record ColumnIndices(int[] content, int[] later, String[] names, int runNumber, int exact)
            implements Serializable {}

    private record Key(int runNumber, long content, long later, long exact) {}

    private static final class Count {
        private final Row row;
        private long copies;

        Count(Row row) {
            this.row = row;
        }
    }

    private final Iterator<Row> rows;
    private final ColumnIndices places;
    private long bytes;
    private final CanonicalContent canonical = new CanonicalContent();
    private Iterator<Map.Entry<Key, Count>> merged =
            List.<Map.Entry<Key, Count>>of().iterator();

    MergedRows(Iterator<Row> rows, ColumnIndices places) {
        this.rows = rows;
        this.places = places;
    }

    @Override
    public boolean hasNext() {
        if (!merged.hasNext() && rows.hasNext()) {
            merge();
        }
        return merged.hasNext();
    }

    private void merge() {
        Map<Key, Count> counts = new LinkedHashMap<>();
        bytes = 0;
        while (rows.hasNext() && counts.size() < MOST_ROWS && bytes < MOST_BYTES) {
            Row row = rows.next();
            Count count = counts.computeIfAbsent(key(row), key -> new Count(row));
            count.copies++;
        }
        merged = counts.entrySet().iterator();
    }

    private Key key(Row row) {
        canonical.clear();
        for (int place : places.content()) {
            canonical.add(place < 0 ? null : row.get(place));
        }
        long content = canonical.hash();
        bytes += canonical.length();
        canonical.clear();
        for (int i = 0; i < places.later().length; i++) {
            canonical.add(places.names()[i], row.get(places.later()[i]));
        }
        return new Key(row.getInt(places.runNumber()), content, canonical.hash(), row.getLong(places.exact()));
    }

    /**
     * The row's cells, followed by the hash of its content, the hash of its later columns, and the number of copies.
     */
    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        Map.Entry<Key, Count> next = merged.next();
        Row row = next.getValue().row;
        Object[] cells = Arrays.copyOf(cells(row), row.length() + 3);
        cells[row.length()] = next.getKey().content();
        cells[row.length() + 1] = next.getKey().later();
        cells[row.length() + 2] = next.getValue().copies;
        return RowFactory.create(cells);
    }

    private static Object[] cells(Row row) {
        Object[] cells = new Object[row.length()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = row.get(i);
        }
        return cells;
    }
}
