package org.thalweg.spark.plan;

/**
 * The work of a round: one step of all lanes, or several local steps that each lane takes independently.
 *
 * @param lanes the number of lanes of a step, a power of two
 * @param steps the steps of the round, 1 or more
 * @param arrays the arrays sent to the executors and back: 1 for parameters and gradient; with local steps also those of the
 *     optimizer's state
 * @param sumBytes the bytes of a number that is sent back: 4, or 2 for bfloat16
 * @param sliced whether sums are combined in slices, by a shuffle, instead of on the driver
 */
public record Round(int lanes, int steps, int arrays, int sumBytes, boolean sliced) {
    /** Checks the ranges. */
    public Round {
        if (lanes < 1 || Integer.bitCount(lanes) != 1 || steps < 1 || arrays < 1) {
            throw new IllegalArgumentException("round: expected a power of two of lanes, steps and arrays, found "
                    + lanes + ", " + steps + ", " + arrays);
        }
    }

    /** A round with sums of 32-bit floats. */
    public Round(int lanes, int steps, int arrays, boolean sliced) {
        this(lanes, steps, arrays, Float.BYTES, sliced);
    }
}
