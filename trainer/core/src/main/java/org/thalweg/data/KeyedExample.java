package org.thalweg.data;

import java.io.Serializable;
import org.thalweg.math.Philox;

/**
 * One row with the key that determines its lane and its position in the lane.
 *
 * <p>The key is a hash of the seed, the row's content and its number among the equal rows of its split: 0, 1, 2, …. A
 * row that occurs a million times is thus spread over all lanes, like a million different rows. Number 0 has the key of
 * the content itself.
 *
 * <p>The order is by key (unsigned), then by content, then by split, independent of the order in which rows are read.
 * Examples that compare as equal are interchangeable.
 */
public record KeyedExample(long key, Split split, Example example)
        implements KeyedRow, Comparable<KeyedExample>, Serializable {
    private static final long COPIES = 0x434F50494553L;

    /**
     * The key of a copy.
     *
     * @param contentKey the key of the equal rows: {@link EqualRows#key()}
     * @param number among the equal rows of its split, 0 or more
     */
    public static long key(long contentKey, Split split, long number) {
        return number == 0 ? contentKey : Philox.mix(Philox.mix(contentKey, COPIES + split.ordinal()), number);
    }

    @Override
    public RowView row() {
        return RowView.of(example);
    }

    @Override
    public int compareTo(KeyedExample that) {
        return KeyedRow.compare(this, that);
    }
}
