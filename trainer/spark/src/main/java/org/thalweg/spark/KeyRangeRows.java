package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.KeyedRow;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowView;
import org.thalweg.data.Split;

/**
 * All rows of a range of keys, in the order of their keys: the first copies, which were sorted into this range, merged with the
 * further copies, which were sent from other ranges. A row is valid until the next call of {@link #next}.
 */
final class KeyRangeRows implements Iterator<KeyedRow> {
    private static final Split[] SPLITS = Split.values();

    private final PriorityQueue<Source> others = new PriorityQueue<>(KeyedRow::compare);
    private Source least; // has the next row; null when no row is left
    private boolean returned; // whether its row has been returned

    /** Rows without duplicates in any split. */
    KeyRangeRows(Iterator<RowChunk> distinct, HoldOut holdOut) {
        add(new FirstCopies(distinct, holdOut));
        least = others.poll();
    }

    /**
     * Merges the rows.
     *
     * @param distinct the distinct rows of this range, sorted
     * @param copies the copies sent to this range, sorted; chunks of rows with many copies come first
     */
    KeyRangeRows(Iterator<RowChunk> distinct, Iterator<RowChunk> copies, HoldOut holdOut, KeyParts parts) {
        List<RowChunk> many = new ArrayList<>();
        RowChunk first = null;
        while (first == null && copies.hasNext()) {
            RowChunk next = copies.next();
            if (next.isForAll()) {
                many.add(next);
            } else {
                first = next;
            }
        }
        add(new FirstCopies(distinct, holdOut));
        add(new SingleCopies(first, copies));
        for (RowChunk rows : many) {
            add(new ManyCopies(rows, parts));
        }
        least = others.poll();
    }

    private void add(Source rows) {
        if (rows.advance()) {
            others.add(rows);
        }
    }

    @Override
    public boolean hasNext() {
        if (returned) {
            returned = false;
            if (!least.advance()) {
                least = others.poll();
            } else if (!others.isEmpty() && KeyedRow.compare(others.peek(), least) < 0) {
                others.add(least);
                least = others.poll();
            }
        }
        return least != null;
    }

    @Override
    public KeyedRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        returned = true;
        return least;
    }

    /** Rows in order; shows one at a time. */
    private abstract static class Source implements KeyedRow {
        private final RowView view = new RowView();
        private long key;
        private Split split;

        /** Moves to the next row; returns false at the end. */
        abstract boolean advance();

        boolean show(long itsKey, Split itsSplit, RowChunk chunk, int row) {
            key = itsKey;
            split = itsSplit;
            chunk.rows().view(row, view);
            return true;
        }

        @Override
        public long key() {
            return key;
        }

        @Override
        public Split split() {
            return split;
        }

        @Override
        public RowView row() {
            return view;
        }
    }

    /** The first copy of each content in each split; its key is that of the content. */
    private static final class FirstCopies extends Source {
        private final Iterator<RowChunk> chunks;
        private final HoldOut holdOut;
        private final long[] counts = new long[SPLITS.length]; // copies of the row, by split
        private RowChunk chunk;
        private int row = -1;
        private int split = SPLITS.length; // to look at next

        FirstCopies(Iterator<RowChunk> chunks, HoldOut holdOut) {
            this.chunks = chunks;
            this.holdOut = holdOut;
        }

        @Override
        boolean advance() {
            while (true) {
                for (; split < SPLITS.length; split++) {
                    if (counts[split] > 0) {
                        return show(chunk.keys()[row], SPLITS[split++], chunk, row);
                    }
                }
                if (!advanceRow()) {
                    return false;
                }
            }
        }

        private boolean advanceRow() {
            row++;
            while (chunk == null || row == chunk.size()) {
                if (!chunks.hasNext()) {
                    return false;
                }
                chunk = chunks.next();
                row = 0;
            }
            split = 0;
            holdOut.countInto(chunk.keys()[row], chunk.side(row), chunk.count(row), counts);
            return true;
        }
    }

    /** Copies that were sent individually. */
    private static final class SingleCopies extends Source {
        private final Iterator<RowChunk> chunks;
        private RowChunk chunk;
        private int row = -1;
        private long left; // copies with the same key: happens once in 2⁶⁴

        SingleCopies(RowChunk first, Iterator<RowChunk> chunks) {
            this.chunk = first;
            this.chunks = chunks;
        }

        @Override
        boolean advance() {
            if (left > 0) {
                left--;
                return true;
            }
            row++;
            while (chunk != null && row == chunk.size()) {
                chunk = chunks.hasNext() ? chunks.next() : null;
                row = 0;
            }
            if (chunk == null) {
                return false;
            }
            left = chunk.count(row) - 1;
            return show(chunk.keys()[row], chunk.side(row).split(), chunk, row);
        }
    }

    /** The copies of frequent rows that belong to this range. They are generated here, one slice of the keys at a time. */
    private static final class ManyCopies extends Source {
        /** The approximate number of keys in memory at a time. */
        private static final int HELD_KEYS = 1 << 21;

        private final RowChunk many;
        private final int sameBits; // leading bits that all keys of a slice share
        private final RowView own = new RowView();
        private final RowView other = new RowView();
        private long slice;
        private final long endSlice;
        private long[] keys = new long[16];
        private int[] rows = new int[16]; // row of the chunk, by key
        private int[] order = new int[0];
        private int at;

        ManyCopies(RowChunk many, KeyParts parts) {
            this.many = many;
            long expected = 0;
            for (int row = 0; row < many.size(); row++) {
                expected += many.count(row) / parts.ranges() + 1;
            }
            int sliceBits = 64 - Long.numberOfLeadingZeros(expected / HELD_KEYS);
            int range = many.firstPart() / (parts.parts() / parts.ranges());
            this.sameBits = Integer.numberOfTrailingZeros(parts.ranges()) + sliceBits;
            this.slice = (long) range << sliceBits;
            this.endSlice = (range + 1L) << sliceBits;
        }

        @Override
        boolean advance() {
            while (at == order.length) {
                if (slice == endSlice) {
                    return false;
                }
                fill(slice++);
            }
            int copy = order[at++];
            return show(keys[copy], many.side(rows[copy]).split(), many, rows[copy]);
        }

        private void fill(long ofSlice) {
            int count = 0;
            for (int row = 0; row < many.size(); row++) {
                Split split = many.side(row).split();
                for (long number = 1; number < many.count(row); number++) {
                    long key = KeyedExample.key(many.keys()[row], split, number);
                    if (sameBits == 0 || key >>> 64 - sameBits == ofSlice) {
                        if (count == keys.length) {
                            keys = Arrays.copyOf(keys, 2 * count);
                            rows = Arrays.copyOf(rows, 2 * count);
                        }
                        keys[count] = key;
                        rows[count++] = row;
                    }
                }
            }
            at = 0;
            order = KeyOrder.sorted(keys, count, sameBits, this::compare);
        }

        private int compare(int a, int b) {
            int byKey = Long.compareUnsigned(keys[a], keys[b]);
            if (byKey != 0 || rows[a] == rows[b]) {
                return byKey;
            }
            many.rows().view(rows[a], own);
            many.rows().view(rows[b], other);
            int byContent = own.compareContent(other);
            return byContent == 0 ? Byte.compare(many.sides()[rows[a]], many.sides()[rows[b]]) : byContent;
        }
    }
}
