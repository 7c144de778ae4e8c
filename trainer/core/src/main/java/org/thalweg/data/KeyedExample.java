package org.thalweg.data;

import java.io.Serializable;
import org.thalweg.math.Philox;

/**
 * One row, under the key that decides its lane and its place there.
 *
 * <p>The key is a hash of the seed, the row's content and its number among the equal rows of its split: 0, 1, 2, …. So a
 * row that stands a million times is spread over all lanes, as a million different rows are. Number 0 has the key of the
 * content itself.
 *
 * <p>The order is by key (unsigned), then by content, then by split, so that it is the same for any order of arrival;
 * examples that compare as equal are interchangeable.
 */
public record KeyedExample(long key, Split split, Example example)
        implements KeyedRow, Comparable<KeyedExample>, Serializable {
    private static final long COPIES = 0x434F50494553L;

    /**
     * The key of a copy.
     *
     * @param contentKey of the rows that it is equal to: {@link EqualRows#key()}
     * @param number among those of its split, 0 or more
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
