package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowView;

/**
 * Sorts a range's rows by key, then by content and side, and merges equal rows to one with a count. The input are shuffled
 * chunks in the order of their parts; only one part is in memory at a time.
 */
final class SortedChunks implements Iterator<RowChunk> {
    /** The size of a full chunk in numbers: small, because Spark checks its memory only once every few cached objects. */
    private static final int CHUNK_NUMBERS = 1 << 16;

    private final Iterator<RowChunk> shuffled;
    private final int sameBits; // leading bits that all keys of a part share
    private final RowView view = new RowView();
    private final RowView other = new RowView();
    private RowChunk next;
    private Part part; // being returned; null before the first

    /**
     * Sorts chunks.
     *
     * @param parts the parts of the keys
     */
    SortedChunks(Iterator<RowChunk> shuffled, KeyParts parts) {
        this.shuffled = shuffled;
        this.sameBits = parts.bits();
        this.next = shuffled.hasNext() ? shuffled.next() : null;
    }

    @Override
    public boolean hasNext() {
        return part != null && part.hasChunk() || next != null;
    }

    @Override
    public RowChunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        if (part == null || !part.hasChunk()) {
            part = null; // So that the garbage collector can free it before the next is read.
            part = new Part(nextPart());
        }
        return part.nextChunk();
    }

    private List<RowChunk> nextPart() {
        List<RowChunk> ofPart = new ArrayList<>();
        int number = next.part();
        do {
            ofPart.add(next);
            next = shuffled.hasNext() ? shuffled.next() : null;
        } while (next != null && next.part() == number);
        return ofPart;
    }

    /** The chunks of one part; their rows are numbered consecutively. */
    private final class Part {
        private final List<RowChunk> chunks;
        private final int[] firstRows; // of each chunk
        private final int[] chunkOf; // by row
        private final int size;
        private final long[] keys; // by row
        private final int[] order; // of the rows
        private final int rowNumbers; // the fewest numbers that a row has
        private int at; // in the order

        Part(List<RowChunk> chunks) {
            this.chunks = chunks;
            this.firstRows = new int[chunks.size()];
            int rows = 0;
            for (int c = 0; c < firstRows.length; c++) {
                firstRows[c] = rows;
                rows = Math.addExact(rows, chunks.get(c).size());
            }
            this.size = rows;
            this.chunkOf = new int[rows];
            this.keys = new long[rows];
            PackedRows first = chunks.get(0).rows();
            this.rowNumbers = first.targetWidth() + (first.isSparse() ? 2 : first.inputs());
            for (int c = 0; c < firstRows.length; c++) {
                long[] ofChunk = chunks.get(c).keys();
                System.arraycopy(ofChunk, 0, keys, firstRows[c], ofChunk.length);
                Arrays.fill(chunkOf, firstRows[c], firstRows[c] + ofChunk.length, c);
            }
            this.order = KeyOrder.sorted(keys, size, sameBits, this::compare);
        }

        private RowChunk chunk(int row) {
            return chunks.get(chunkOf[row]);
        }

        private int inChunk(int row) {
            return row - firstRows[chunkOf[row]];
        }

        private void view(int row, RowView to) {
            chunk(row).rows().view(inChunk(row), to);
        }

        /** By key, then by content, then by side. */
        private int compare(int a, int b) {
            int order = Long.compareUnsigned(keys[a], keys[b]);
            if (order == 0) {
                view(a, view);
                view(b, other);
                order = view.compareContent(other);
            }
            return order == 0 ? Byte.compare(chunk(a).sides()[inChunk(a)], chunk(b).sides()[inChunk(b)]) : order;
        }

        boolean hasChunk() {
            return at < size;
        }

        /** The next rows in order, about a full chunk. Equal rows are never in different chunks. */
        RowChunk nextChunk() {
            int room = Math.min(size - at, CHUNK_NUMBERS / rowNumbers + 1);
            PackedRows rows = chunks.get(0).rows().ofSameShape(room, CHUNK_NUMBERS);
            long[] chunkKeys = new long[room];
            long[] counts = new long[room];
            byte[] sides = new byte[room];
            boolean distinct = true;
            for (; at < size; at++) {
                int row = order[at];
                RowChunk from = chunk(row);
                int last = rows.rows() - 1;
                from.rows().view(inChunk(row), view);
                byte side = from.sides()[inChunk(row)];
                if (last >= 0 && chunkKeys[last] == keys[row] && sides[last] == side && isEqualToLast(rows)) {
                    counts[last] += from.count(inChunk(row));
                    distinct = false;
                    continue;
                }
                if (last + 1 == room || rows.numbers() >= CHUNK_NUMBERS) {
                    break;
                }
                rows.add(view);
                chunkKeys[last + 1] = keys[row];
                sides[last + 1] = side;
                counts[last + 1] = from.count(inChunk(row));
                distinct &= counts[last + 1] == 1;
            }
            rows.trim();
            int size = rows.rows();
            return new RowChunk(
                    chunks.get(0).part(),
                    rows,
                    size == room ? chunkKeys : Arrays.copyOf(chunkKeys, size),
                    distinct ? new long[0] : Arrays.copyOf(counts, size),
                    size == room ? sides : Arrays.copyOf(sides, size));
        }

        private boolean isEqualToLast(PackedRows rows) {
            rows.view(rows.rows() - 1, other);
            return view.compareContent(other) == 0;
        }
    }
}
