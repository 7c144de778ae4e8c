package org.thalweg.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.thalweg.data.EqualRows;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import scala.Tuple2;

/**
 * Keys a partition's rows as they are read, and counts equal ones among some of them at a time, so that a row that stands
 * many times is shuffled few times. Each time, what was counted goes on in order: who sorts all of it merges a few long runs.
 */
final class EqualRowsBuffer implements Iterator<Tuple2<EqualRows, Void>> {
    private static final int MOST_ROWS = 1 << 13;
    private static final int MOST_NUMBERS = 1 << 20;
    private static final int SLOT_BITS = 14;

    private final Iterator<MarkedExample> rows;
    private final long seed;
    private final HoldOut holdOut;

    /**
     * A hash table whose slots are the top bits of the key, so that its rows lie nearly in order. A row whose slot is taken
     * lies in the next one that is free; there are more than slots, for the last of them.
     */
    private final EqualRows[] table = new EqualRows[(1 << SLOT_BITS) + MOST_ROWS];

    private final EqualRows[] ready = new EqualRows[MOST_ROWS]; // sorted
    private int at;
    private int end;

    EqualRowsBuffer(Iterator<MarkedExample> rows, long seed, HoldOut holdOut) {
        this.rows = rows;
        this.seed = seed;
        this.holdOut = holdOut;
    }

    @Override
    public boolean hasNext() {
        if (at == end && rows.hasNext()) {
            fill();
        }
        return at < end;
    }

    private void fill() {
        int contents = 0;
        long numbers = 0;
        while (rows.hasNext() && contents < MOST_ROWS && numbers < MOST_NUMBERS) {
            EqualRows row = EqualRows.of(seed, holdOut, rows.next());
            if (isNew(row)) {
                contents++;
                numbers += row.example().features().length + row.example().targets().length;
            }
        }
        at = 0;
        end = 0;
        for (int slot = 0; end < contents; slot++) {
            if (table[slot] != null) {
                insert(table[slot]);
                table[slot] = null;
            }
        }
    }

    /** Puts a row into the table, or counts it where an equal one is there. */
    private boolean isNew(EqualRows row) {
        int slot = (int) (row.key() >>> 64 - SLOT_BITS);
        for (; table[slot] != null; slot++) {
            if (table[slot].equalsRowsOf(row)) {
                table[slot] = table[slot].plus(row.count());
                return false;
            }
        }
        table[slot] = row;
        return true;
    }

    /** One step of insertion sort: few rows lie behind a greater one. */
    private void insert(EqualRows row) {
        int place = end++;
        for (; place > 0 && ready[place - 1].compareTo(row) > 0; place--) {
            ready[place] = ready[place - 1];
        }
        ready[place] = row;
    }

    @Override
    public Tuple2<EqualRows, Void> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        EqualRows row = ready[at];
        ready[at++] = null;
        return new Tuple2<>(row, null);
    }
}
