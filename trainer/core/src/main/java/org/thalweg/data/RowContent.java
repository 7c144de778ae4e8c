package org.thalweg.data;

import java.io.Serializable;
import org.thalweg.math.Philox;

/**
 * What rows there are, as a 128-bit sum over their contents and how often each stands in each split: the same for the same rows under a seed, in whatever order and
 * parts they come, and another one, but for a chance of about 2⁻⁶⁴, where a row is added, missing, changed, or held out
 * rather than trained on.
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
     * With equal rows more.
     *
     * @param key of their content
     * @param count how many of them are in a split
     */
    public RowContent plus(long key, Split split, long count) {
        long row = Philox.mix(Philox.mix(key, split.ordinal()), count);
        return new RowContent(low + Philox.mix(LOW, row), high + Philox.mix(HIGH, row));
    }

    /** With other rows too. */
    public RowContent plus(RowContent that) {
        return new RowContent(low + that.low, high + that.high);
    }

    /** 32 hex digits. */
    public String text() {
        return String.format("%016x%016x", high, low);
    }
}
