package org.thalweg.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.thalweg.data.HoldOut;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowKeys;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowView;
import scala.Tuple2;

/**
 * Reads the rows of a partition, computes their keys, and counts equal rows within each buffer, so that frequent rows are
 * shuffled only a few times.
 *
 * @param <T> the type of the input rows
 */
final class KeyedChunks<T> implements Iterator<Tuple2<RowChunk, Void>> {
    private static final int MAX_TABLE = 2 * ChunkBuffer.MAX_ROWS;

    private final Iterator<T> input;
    private final RowWriter<T> writer;
    private final RowKeys rowKeys;
    private final ChunkBuffer buffer;
    private final RowView view = new RowView();
    private final RowView other = new RowView();
    private int[] table = new int[1 << 9]; // hash table of row + 1, with linear probing

    KeyedChunks(Iterator<T> input, RowWriter<T> writer, RowShape shape, long seed, HoldOut holdOut, KeyParts parts) {
        this.input = input;
        this.writer = writer;
        this.rowKeys = new RowKeys(seed, holdOut);
        this.buffer = new ChunkBuffer(shape, parts);
    }

    @Override
    public boolean hasNext() {
        if (!buffer.hasChunk() && input.hasNext()) {
            fill();
        }
        return buffer.hasChunk();
    }

    @Override
    public Tuple2<RowChunk, Void> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        return new Tuple2<>(buffer.nextChunk(), null);
    }

    private void fill() {
        Arrays.fill(table, 0);
        while (input.hasNext() && !buffer.isFull()) {
            HoldOut.Side mark = writer.write(input.next(), buffer.rows());
            int row = buffer.rows().rows() - 1;
            buffer.rows().view(row, view);
            long key = rowKeys.key(view);
            buffer.put(key, rowKeys.side(mark, view), 1);
            if (4L * row >= 3L * table.length && table.length < MAX_TABLE) {
                growTable(row);
            }
            int equal = find(key, row);
            if (equal >= 0) {
                buffer.addCount(equal, 1);
                buffer.rows().dropLastRow();
            }
        }
        buffer.cut();
    }

    private void growTable(int rows) {
        table = new int[2 * table.length];
        for (int row = 0; row < rows; row++) {
            int slot = slot(buffer.key(row));
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = row + 1;
        }
    }

    private int slot(long key) {
        return (int) key & table.length - 1; // the lowest bits: the highest ones select the part
    }

    /** Returns an equal row; if there is none, adds the last row to the table and returns −1. */
    private int find(long key, int last) {
        int slot = slot(key);
        for (; table[slot] != 0; slot = slot + 1 & table.length - 1) {
            int row = table[slot] - 1;
            if (buffer.key(row) == key && buffer.side(row) == buffer.side(last)) {
                buffer.rows().view(row, other);
                if (other.compareContent(view) == 0) {
                    return row;
                }
            }
        }
        table[slot] = last + 1;
        return -1;
    }
}
