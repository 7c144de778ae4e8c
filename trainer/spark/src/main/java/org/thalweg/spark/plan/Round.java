package org.thalweg.spark.plan;

/**
 * What a round of steps does: one step of all lanes, or several that each lane takes alone.
 *
 * @param lanes that share a step: a power of two
 * @param steps of the round, 1 or more
 * @param arrays that go to the executors and come back: 1, the parameters and the gradient; with local steps those of the
 *     optimizer's state too
 * @param sumBytes of a number on its way back: 4, or 2 of bfloat16
 * @param sliced whether sums come together in slices, by a shuffle, instead of at the driver
 */
public record Round(int lanes, int steps, int arrays, int sumBytes, boolean sliced) {
    /** Checks the ranges. */
    public Round {
        if (lanes < 1 || Integer.bitCount(lanes) != 1 || steps < 1 || arrays < 1) {
            throw new IllegalArgumentException("round: expected a power of two of lanes, steps and arrays, found "
                    + lanes + ", " + steps + ", " + arrays);
        }
    }

    /** A round whose sums are of 32-bit floats. */
    public Round(int lanes, int steps, int arrays, boolean sliced) {
        this(lanes, steps, arrays, Float.BYTES, sliced);
    }
}
