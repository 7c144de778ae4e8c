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
 * Distributes the copies of equal rows, after they have been counted, to the ranges of the copies' own keys. The first copy in
 * each split stays. A row with more copies than there are ranges is sent to every range once, with its count.
 */
final class CopyDistributor implements Iterator<Tuple2<RowChunk, Void>> {
    private static final Split[] SPLITS = Split.values();

    private final Iterator<RowChunk> distinct;
    private final HoldOut holdOut;
    private final KeyParts parts;
    private final ChunkBuffer copies;
    private final ChunkBuffer many;
    private int rangesLeft; // ranges that have not received the frequent rows yet
    private final long[] counts = new long[SPLITS.length];
    private final RowView view = new RowView();
    private RowChunk chunk; // whose copies are being distributed; null for none
    private int row;
    private int split;
    private long number = 1; // of the next copy in the current split

    /**
     * Starts to distribute.
     *
     * @param distinct the counted rows, sorted
     */
    CopyDistributor(Iterator<RowChunk> distinct, RowShape shape, HoldOut holdOut, KeyParts parts) {
        this.distinct = distinct;
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
        while (!copies.isFull() && (chunk != null || distinct.hasNext())) {
            if (chunk == null) {
                open(distinct.next());
            } else if (row == chunk.size()) {
                chunk = null;
            } else {
                distributeSplit();
            }
        }
        copies.cut();
    }

    private void open(RowChunk next) {
        // A chunk without counts has no duplicates.
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

    /** Distributes the copies of the row in the current split, until none is left or the buffer is full. */
    private void distributeSplit() {
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
