package org.thalweg.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowView;
import org.thalweg.data.Split;
import scala.Tuple2;

/**
 * What goes from one range of keys to others once equal rows have been counted: all their copies but the first of each split,
 * each to the part of its own key. A row of more copies than there are ranges goes to each of them once, with its number.
 */
final class CopyDealer implements Iterator<Tuple2<RowChunk, Void>> {
    private static final Split[] SPLITS = Split.values();

    private final Iterator<RowChunk> resting;
    private final HoldOut holdOut;
    private final KeyParts parts;
    private final ChunkBuffer copies;
    private final ChunkBuffer many;
    private int rangesLeft; // that what stands many times has not gone to
    private final long[] counts = new long[SPLITS.length];
    private final RowView view = new RowView();
    private RowChunk chunk; // whose copies are dealt
    private int row;
    private int split;
    private long number = 1; // of the next copy of the row's split

    /**
     * Deals copies out.
     *
     * @param resting sorted
     */
    CopyDealer(Iterator<RowChunk> resting, RowShape shape, HoldOut holdOut, KeyParts parts) {
        this.resting = resting;
        this.holdOut = holdOut;
        this.parts = parts;
        this.copies = new ChunkBuffer(shape, parts);
        this.many = new ChunkBuffer(shape, parts);
        this.rangesLeft = parts.ranges();
    }

    @Override
    public boolean hasNext() {
        if (!copies.hasChunk()) {
            fill();
        }
        return copies.hasChunk() || many.rows().rows() > 0 && rangesLeft > 0;
    }

    @Override
    public Tuple2<RowChunk, Void> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no copy is left");
        }
        return new Tuple2<>(
                copies.hasChunk() ? copies.nextChunk() : many.whole(-1 - parts.firstPart(--rangesLeft)), null);
    }

    private void fill() {
        while (!copies.isFull() && (chunk != null || resting.hasNext())) {
            if (chunk == null) {
                open(resting.next());
            } else if (row == chunk.size()) {
                chunk = null;
            } else {
                dealSplit();
            }
        }
        copies.cut();
    }

    private void open(RowChunk next) {
        // Without counts each row is one, of one split: it has no copies.
        chunk = next.counts().length == 0 ? null : next;
        row = 0;
        openRow();
    }

    private void openRow() {
        split = 0;
        number = 1;
        if (chunk != null && row < chunk.size()) {
            chunk.rows().view(row, view);
            holdOut.countInto(chunk.keys()[row], chunk.side(row), chunk.count(row), counts);
        }
    }

    /** Deals copies of the row's split until there are no more, or the buffer is full. */
    private void dealSplit() {
        long count = counts[split];
        HoldOut.Side side = HoldOut.Side.of(SPLITS[split]);
        if (number == 1 && count - 1 > parts.ranges()) {
            many.add(chunk.keys()[row], side, count, view);
            number = count;
        }
        for (; number < count && !copies.isFull(); number++) {
            copies.add(KeyedExample.key(chunk.keys()[row], SPLITS[split], number), side, 1, view);
        }
        if (number >= count) {
            number = 1;
            split++;
            if (split == SPLITS.length) {
                row++;
                openRow();
            }
        }
    }
}
