package org.thalweg.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import org.thalweg.data.EqualRows;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Split;

/** All rows of a range of keys, in the order of their keys: the first copies that rest there, and those that came. */
final class DealtRows implements Iterator<KeyedExample> {
    /** So many keys of copies are held at a time, over all rows of many copies. */
    private static final int HELD_KEYS = 1 << 20;

    private final PriorityQueue<Source> others = new PriorityQueue<>();
    private Source least; // whose first row comes next; null once no row is left

    /**
     * Merges the rows.
     *
     * @param resting merged, of this range
     * @param came in order, to this range
     * @param ranges of keys that there are
     */
    DealtRows(Iterator<EqualRows> resting, Iterator<Dealt> came, HoldOut holdOut, int ranges) {
        List<Dealt.Many> many = new ArrayList<>();
        Dealt.Copy first = null;
        while (first == null && came.hasNext()) {
            Dealt dealt = came.next();
            if (dealt instanceof Dealt.Many rows) {
                many.add(rows);
            } else {
                first = (Dealt.Copy) dealt;
            }
        }
        add(new FirstCopies(resting, holdOut));
        add(new SingleCopies(first, came));
        for (Dealt.Many rows : many) {
            add(new ManyCopies(rows, ranges, Math.max(1, HELD_KEYS / many.size())));
        }
        least = others.poll();
    }

    private void add(Iterator<KeyedExample> rows) {
        if (rows.hasNext()) {
            others.add(new Source(rows));
        }
    }

    @Override
    public boolean hasNext() {
        return least != null;
    }

    @Override
    public KeyedExample next() {
        if (least == null) {
            throw new NoSuchElementException("no row is left");
        }
        KeyedExample row = least.first;
        if (!least.advance()) {
            least = others.poll();
        } else if (!others.isEmpty() && others.peek().compareTo(least) < 0) {
            others.add(least);
            least = others.poll();
        }
        return row;
    }

    private static final class Source implements Comparable<Source> {
        private final Iterator<KeyedExample> rows;
        private KeyedExample first;

        Source(Iterator<KeyedExample> rows) {
            this.rows = rows;
            this.first = rows.next();
        }

        boolean advance() {
            boolean more = rows.hasNext();
            first = more ? rows.next() : null;
            return more;
        }

        @Override
        public int compareTo(Source that) {
            return first.compareTo(that.first);
        }
    }

    /** Number 0 of each content in each split: under the content's own key. */
    private static final class FirstCopies implements Iterator<KeyedExample> {
        private final Iterator<EqualRows> rows;
        private final HoldOut holdOut;
        private final Queue<KeyedExample> ready = new ArrayDeque<>();

        FirstCopies(Iterator<EqualRows> rows, HoldOut holdOut) {
            this.rows = rows;
            this.holdOut = holdOut;
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty() && rows.hasNext()) {
                EqualRows equal = rows.next();
                long[] counts = holdOut.counts(equal);
                for (Split split : Split.values()) {
                    if (counts[split.ordinal()] > 0) {
                        ready.add(equal.copy(split, 0));
                    }
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public KeyedExample next() {
            hasNext();
            return ready.remove();
        }
    }

    /** Copies that came one by one. */
    private static final class SingleCopies implements Iterator<KeyedExample> {
        private final Iterator<Dealt> came;
        private Dealt.Copy next;

        SingleCopies(Dealt.Copy first, Iterator<Dealt> came) {
            this.next = first;
            this.came = came;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public KeyedExample next() {
            KeyedExample row = next.row();
            next = came.hasNext() ? (Dealt.Copy) came.next() : null;
            return row;
        }
    }

    /** Of a row of many copies those of this range: worked out here, some keys at a time. */
    private static final class ManyCopies implements Iterator<KeyedExample> {
        private final EqualRows rows;
        private final Split split;
        private final int bits; // of a key, that say which part of the keys it is in
        private final long endPart;
        private long part;
        private long[] keys = new long[0];
        private int at;

        ManyCopies(Dealt.Many many, int ranges, int heldKeys) {
            this.rows = many.rows();
            this.split = many.split();
            long expected = rows.count() / ranges + 1;
            int partBits = 64 - Long.numberOfLeadingZeros(expected / heldKeys);
            this.bits = Integer.numberOfTrailingZeros(ranges) + partBits;
            this.part = (long) many.range() << partBits;
            this.endPart = (many.range() + 1L) << partBits;
        }

        @Override
        public boolean hasNext() {
            while (at == keys.length && part < endPart) {
                keys = keysOf(part++);
                at = 0;
            }
            return at < keys.length;
        }

        @Override
        public KeyedExample next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no copy is left");
            }
            return new KeyedExample(keys[at++], split, rows.example());
        }

        private long[] keysOf(long of) {
            long[] found = new long[16];
            int count = 0;
            for (long number = 1; number < rows.count(); number++) {
                long key = KeyedExample.key(rows.key(), split, number);
                if (bits == 0 || key >>> 64 - bits == of) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = key ^ Long.MIN_VALUE; // so that the order of signed numbers is that of the keys
                }
            }
            found = Arrays.copyOf(found, count);
            Arrays.sort(found);
            for (int i = 0; i < count; i++) {
                found[i] ^= Long.MIN_VALUE;
            }
            return found;
        }
    }
}
