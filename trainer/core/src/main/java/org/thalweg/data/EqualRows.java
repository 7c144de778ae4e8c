package org.thalweg.data;

import java.io.Serializable;

/**
 * Rows with the same content and the same side. They are interchangeable, so that one row and a count represent them.
 *
 * <p>The order is by key (unsigned), then by content, then by side, independent of the order in which rows are read.
 *
 * @param key a hash of the seed and the content
 * @param side as far as it is decided
 * @param count the number of rows, 1 or more
 */
public record EqualRows(long key, HoldOut.Side side, Example example, long count)
        implements Comparable<EqualRows>, Serializable {
    /** Checks the range. */
    public EqualRows {
        if (count < 1) {
            throw new IllegalArgumentException("equal rows: expected 1 or more, found " + count);
        }
    }

    /**
     * A single row. Every −0 in its example becomes 0.
     *
     * @param row its arrays are changed and not copied
     */
    public static EqualRows of(long seed, HoldOut holdOut, MarkedExample row) {
        Example example = row.example();
        addZero(example.features());
        addZero(example.targets());
        return new EqualRows(RowHash.of(seed, example), holdOut.side(seed, row), example, 1);
    }

    /** −0 + 0 is 0, and every other number plus 0 is itself. */
    private static void addZero(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += 0f;
        }
    }

    /** Whether the other's rows equal these, ignoring the counts. */
    public boolean equalsRowsOf(EqualRows that) {
        return key == that.key && compareTo(that) == 0;
    }

    /** Adds a number of rows with the same content and side. */
    public EqualRows plus(long others) {
        return new EqualRows(key, side, example, count + others);
    }

    /** One of the rows, given its number among the rows of its split. */
    public KeyedExample copy(Split split, long number) {
        return new KeyedExample(KeyedExample.key(key, split, number), split, example);
    }

    @Override
    public int compareTo(EqualRows that) {
        int order = Long.compareUnsigned(key, that.key);
        if (order == 0) {
            order = example.compareContent(that.example);
        }
        return order == 0 ? side.compareTo(that.side) : order;
    }
}
