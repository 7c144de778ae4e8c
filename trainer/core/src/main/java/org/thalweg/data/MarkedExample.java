package org.thalweg.data;

import java.util.Objects;

/**
 * An example as it was read, with an explicitly assigned side.
 *
 * @param mark the side that something other than features and targets assigns, such as a column's value; {@link
 *     HoldOut.Side#RANDOM} for none
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
