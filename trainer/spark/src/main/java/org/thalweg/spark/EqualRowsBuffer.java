package org.thalweg.spark;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.thalweg.data.EqualRows;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import scala.Tuple2;

/**
 * Keys a partition's rows as they are read, and counts equal ones among some of them at a time, so that a row that stands
 * many times is shuffled few times.
 */
final class EqualRowsBuffer implements Iterator<Tuple2<EqualRows, Void>> {
    private static final int MOST_ROWS = 1 << 13;
    private static final int MOST_NUMBERS = 1 << 20;

    private final Iterator<MarkedExample> rows;
    private final long seed;
    private final HoldOut holdOut;
    private final Map<Long, EqualRows> buffer = new HashMap<>();
    private Iterator<EqualRows> ready = Collections.emptyIterator();
    private EqualRows other; // of the key of one in the buffer, but of other content; null for none

    EqualRowsBuffer(Iterator<MarkedExample> rows, long seed, HoldOut holdOut) {
        this.rows = rows;
        this.seed = seed;
        this.holdOut = holdOut;
    }

    @Override
    public boolean hasNext() {
        if (!ready.hasNext() && other == null && rows.hasNext()) {
            fill();
        }
        return ready.hasNext() || other != null;
    }

    private void fill() {
        buffer.clear();
        long numbers = 0;
        while (other == null && rows.hasNext() && buffer.size() < MOST_ROWS && numbers < MOST_NUMBERS) {
            EqualRows row = EqualRows.of(seed, holdOut, rows.next());
            EqualRows before = buffer.putIfAbsent(row.key(), row);
            if (before == null) {
                numbers += row.example().features().length + row.example().targets().length;
            } else if (before.equalsRowsOf(row)) {
                buffer.put(row.key(), before.plus(1));
            } else {
                other = row;
            }
        }
        ready = buffer.values().iterator();
    }

    @Override
    public Tuple2<EqualRows, Void> next() {
        if (!hasNext() || ready.hasNext()) {
            return new Tuple2<>(ready.next(), null);
        }
        EqualRows row = other;
        other = null;
        return new Tuple2<>(row, null);
    }
}
