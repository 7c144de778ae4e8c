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
 * A range's rows in the order of their keys, then of their content and side: a chunk a part, of the chunks that were shuffled,
 * which come in the order of their parts. Equal rows are one, with their number.
 */
final class SortedChunks implements Iterator<RowChunk> {
    private final Iterator<RowChunk> shuffled;
    private final int sameBits; // that the keys of a part begin with
    private final RowView view = new RowView();
    private final RowView other = new RowView();
    private RowChunk next;

    /**
     * Sorts chunks.
     *
     * @param parts that the keys are cut into
     */
    SortedChunks(Iterator<RowChunk> shuffled, KeyParts parts) {
        this.shuffled = shuffled;
        this.sameBits = parts.bits();
        this.next = shuffled.hasNext() ? shuffled.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public RowChunk next() {
        if (next == null) {
            throw new NoSuchElementException("no row is left");
        }
        List<RowChunk> ofPart = new ArrayList<>();
        RowChunk first = next;
        do {
            ofPart.add(next);
            next = shuffled.hasNext() ? shuffled.next() : null;
        } while (next != null && next.part() == first.part());
        return new Part(ofPart).sorted();
    }

    /** The chunks of one part; their rows are numbered through. */
    private final class Part {
        private final List<RowChunk> chunks;
        private final int[] firstRows; // of each chunk
        private final int[] chunkOf; // by row
        private final int size;
        private final long[] keys; // by row

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
            for (int c = 0; c < firstRows.length; c++) {
                long[] ofChunk = chunks.get(c).keys();
                System.arraycopy(ofChunk, 0, keys, firstRows[c], ofChunk.length);
                Arrays.fill(chunkOf, firstRows[c], firstRows[c] + ofChunk.length, c);
            }
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

        RowChunk sorted() {
            int[] order = KeyOrder.sorted(keys, size, sameBits, this::compare);
            PackedRows rows = chunks.get(0).rows().ofSameShape(size, numbers());
            long[] itsKeys = new long[size];
            long[] counts = new long[size];
            byte[] sides = new byte[size];
            boolean each = true;
            for (int row : order) {
                RowChunk from = chunk(row);
                int at = rows.rows();
                from.rows().view(inChunk(row), view);
                byte side = from.sides()[inChunk(row)];
                if (at > 0 && itsKeys[at - 1] == keys[row] && sides[at - 1] == side && isEqualToLast(rows)) {
                    counts[at - 1] += from.count(inChunk(row));
                    each = false;
                    continue;
                }
                rows.add(view);
                itsKeys[at] = keys[row];
                sides[at] = side;
                counts[at] = from.count(inChunk(row));
                each &= counts[at] == 1;
            }
            rows.trim();
            int distinct = rows.rows();
            return new RowChunk(
                    chunks.get(0).part(),
                    rows,
                    distinct == size ? itsKeys : Arrays.copyOf(itsKeys, distinct),
                    each ? new long[0] : Arrays.copyOf(counts, distinct),
                    distinct == size ? sides : Arrays.copyOf(sides, distinct));
        }

        private boolean isEqualToLast(PackedRows rows) {
            rows.view(rows.rows() - 1, other);
            return view.compareContent(other) == 0;
        }

        private int numbers() {
            if (!chunks.get(0).rows().isSparse()) {
                return 0;
            }
            int numbers = 0;
            for (RowChunk chunk : chunks) {
                numbers = Math.addExact(numbers, chunk.rows().numbers());
            }
            return numbers;
        }
    }
}
