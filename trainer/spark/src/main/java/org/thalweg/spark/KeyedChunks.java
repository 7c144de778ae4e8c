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
 * A partition's rows as they are read: keyed, and equal ones counted among some of them at a time, so that a row that stands
 * many times is shuffled few times.
 *
 * @param <T> what is read
 */
final class KeyedChunks<T> implements Iterator<Tuple2<RowChunk, Void>> {
    private static final int SLOTS = 2 * ChunkBuffer.MOST_ROWS;

    private final Iterator<T> read;
    private final RowWriter<T> writer;
    private final RowKeys rowKeys;
    private final ChunkBuffer buffer;
    private final RowView view = new RowView();
    private final RowView other = new RowView();
    private int[] table =
            new int[1 << 9]; // rows + 1 by their keys; a row whose slot is taken lies in the next one that is free

    KeyedChunks(Iterator<T> read, RowWriter<T> writer, RowShape shape, long seed, HoldOut holdOut, KeyParts parts) {
        this.read = read;
        this.writer = writer;
        this.rowKeys = new RowKeys(seed, holdOut);
        this.buffer = new ChunkBuffer(shape, parts);
    }

    @Override
    public boolean hasNext() {
        if (!buffer.hasChunk() && read.hasNext()) {
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
        while (read.hasNext() && !buffer.isFull()) {
            HoldOut.Side mark = writer.write(read.next(), buffer.rows());
            int row = buffer.rows().rows() - 1;
            buffer.rows().view(row, view);
            long key = rowKeys.key(view);
            buffer.put(key, rowKeys.side(mark, view), 1);
            if (4L * row >= 3L * table.length && table.length < SLOTS) {
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
        return (int) key & table.length - 1; // the lowest bits: the highest are those of few parts
    }

    /** The row that the last one is equal to; −1, and the last one is put into the table, where there is none. */
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
