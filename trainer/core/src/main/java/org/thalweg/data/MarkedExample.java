package org.thalweg.data;

import java.util.Objects;

/**
 * An example as it was read.
 *
 * @param mark the side that something beside its features and targets puts it on, such as the value of a column;
 *     {@link HoldOut.Side#RANDOM} for none
 */
public record MarkedExample(Example example, HoldOut.Side mark) {
    /** Requires both. */
    public MarkedExample {
        Objects.requireNonNull(example, "example");
        Objects.requireNonNull(mark, "mark");
    }

    /** An example without a mark. */
    public MarkedExample(Example example) {
        this(example, HoldOut.Side.RANDOM);
    }
}
