package org.thalweg.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.thalweg.data.EqualRows;

/** Sorted rows, each content and side once, with the number of all that there are of it. */
final class EqualRowsMerger implements Iterator<EqualRows> {
    private final Iterator<EqualRows> sorted;
    private EqualRows next;

    EqualRowsMerger(Iterator<EqualRows> sorted) {
        this.sorted = sorted;
        this.next = sorted.hasNext() ? sorted.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public EqualRows next() {
        if (next == null) {
            throw new NoSuchElementException("no row is left");
        }
        EqualRows first = next;
        long others = 0;
        next = null;
        while (next == null && sorted.hasNext()) {
            EqualRows row = sorted.next();
            if (first.equalsRowsOf(row)) {
                others += row.count();
            } else {
                next = row;
            }
        }
        return others == 0 ? first : first.plus(others);
    }
}
