package org.thalweg.data;

import java.io.Serializable;
import org.thalweg.math.Philox;

/**
 * A fingerprint of a set of rows: a 128-bit sum over their contents and the number of times that each occurs in each
 * split. For a given seed it is the same in any order and partitioning. It differs, except with probability of about
 * 2⁻⁶⁴, if a row is added, removed, changed, or moved to another split.
 *
 * @param low Σ of a mix of each row's key, modulo 2⁶⁴
 * @param high Σ of another mix
 */
public record RowContent(long low, long high) implements Serializable {
    /** No rows. */
    public static final RowContent NONE = new RowContent(0, 0);

    private static final long LOW = 0x434F4E54454E5430L;
    private static final long HIGH = 0x434F4E54454E5431L;

    /**
     * Adds equal rows.
     *
     * @param key of their content
     * @param count the number of them in the split
     */
    public RowContent plus(long key, Split split, long count) {
        long row = Philox.mix(Philox.mix(key, split.ordinal()), count);
        return new RowContent(low + Philox.mix(LOW, row), high + Philox.mix(HIGH, row));
    }

    /** Adds other rows. */
    public RowContent plus(RowContent that) {
        return new RowContent(low + that.low, high + that.high);
    }

    /** The fingerprint as 32 hex digits. */
    public String text() {
        return String.format("%016x%016x", high, low);
    }
}
