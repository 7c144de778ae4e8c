package org.thalweg.spark;

import java.util.Arrays;
import org.thalweg.data.HoldOut;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowView;

/** Collects rows and splits them into chunks, one for each part of the keys. */
final class ChunkBuffer {
    /** The maximum number of rows. */
    static final int MAX_ROWS = 1 << 16;

    private static final int MAX_NUMBERS = 1 << 22;
    private static final int FIRST_ROWS = 1 << 8;

    private final KeyParts parts;
    private final PackedRows rows;
    private final RowView view = new RowView();
    private long[] keys = new long[FIRST_ROWS];
    private long[] counts = new long[FIRST_ROWS];
    private byte[] sides = new byte[FIRST_ROWS];
    private int[] order = new int[0]; // of the rows, by part
    private int at; // index in the order of the first row that is not in a chunk yet
    private int end;

    ChunkBuffer(RowShape shape, KeyParts parts) {
        this.parts = parts;
        long fewNumbers = (long) FIRST_ROWS * FIRST_ROWS / (shape.sparse() ? 1 : shape.inputs());
        this.rows = new PackedRows(shape, (int) Math.min(FIRST_ROWS, fewNumbers), FIRST_ROWS);
    }

    /** The collected rows; after adding one the caller must call {@link #put}. */
    PackedRows rows() {
        return rows;
    }

    boolean isFull() {
        return rows.rows() >= MAX_ROWS || rows.numbers() + rows.rows() * rows.targetWidth() >= MAX_NUMBERS;
    }

    /** Sets the key, side and count of the row that was added last. */
    void put(long key, HoldOut.Side side, long count) {
        int row = rows.rows() - 1;
        if (row >= keys.length) {
            keys = Arrays.copyOf(keys, 2 * row);
            counts = Arrays.copyOf(counts, 2 * row);
            sides = Arrays.copyOf(sides, 2 * row);
        }
        keys[row] = key;
        counts[row] = count;
        sides[row] = (byte) side.ordinal();
    }

    /** Adds a copy of a row. */
    void add(long key, HoldOut.Side side, long count, RowView row) {
        rows.add(row);
        put(key, side, count);
    }

    long key(int row) {
        return keys[row];
    }

    byte side(int row) {
        return sides[row];
    }

    void addCount(int row, long more) {
        counts[row] += more;
    }

    /** All rows, in the order in which they were added, as one chunk; it shares the rows' memory. */
    RowChunk whole(int part) {
        int size = rows.rows();
        return new RowChunk(
                part, rows, Arrays.copyOf(keys, size), Arrays.copyOf(counts, size), Arrays.copyOf(sides, size));
    }

    /** Sorts the rows by part, for {@link #nextChunk}. */
    void cut() {
        end = rows.rows();
        at = 0;
        order = order.length < end ? new int[keys.length] : order;
        int[] firsts = new int[parts.parts() + 1];
        for (int row = 0; row < end; row++) {
            firsts[parts.of(keys[row]) + 1]++;
        }
        for (int part = 0; part < parts.parts(); part++) {
            firsts[part + 1] += firsts[part];
        }
        for (int row = 0; row < end; row++) {
            order[firsts[parts.of(keys[row])]++] = row;
        }
    }

    /** Whether a chunk is left. */
    boolean hasChunk() {
        return at < end;
    }

    /** The next part's chunk; after the last one the buffer is empty. */
    RowChunk nextChunk() {
        int part = parts.of(keys[order[at]]);
        int first = at;
        int numbers = 0;
        boolean distinct = true;
        for (; at < end && parts.of(keys[order[at]]) == part; at++) {
            rows.view(order[at], view);
            numbers += view.end() - view.from();
            distinct &= counts[order[at]] == 1;
        }
        RowChunk chunk = chunk(part, first, numbers, distinct);
        if (at == end) {
            rows.clear();
        }
        return chunk;
    }

    private RowChunk chunk(int part, int first, int numbers, boolean distinct) {
        int size = at - first;
        PackedRows chunkRows = rows.ofSameShape(size, rows.isSparse() ? numbers : 0);
        long[] chunkKeys = new long[size];
        long[] chunkCounts = new long[distinct ? 0 : size];
        byte[] chunkSides = new byte[size];
        for (int i = 0; i < size; i++) {
            int row = order[first + i];
            rows.view(row, view);
            chunkRows.add(view);
            chunkKeys[i] = keys[row];
            chunkSides[i] = sides[row];
            if (!distinct) {
                chunkCounts[i] = counts[row];
            }
        }
        return new RowChunk(part, chunkRows, chunkKeys, chunkCounts, chunkSides);
    }
}
