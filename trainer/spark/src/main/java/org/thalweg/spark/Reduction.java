package org.thalweg.spark;

/** How the sums of a step's tasks come together. The bits do not depend on it. */
public enum Reduction {
    /** Gathered where the driver has room for the sums of all tasks, else in slices. */
    AUTO,
    /** Every executor sends its sum to the driver. */
    GATHER,
    /** Tasks exchange slices of the sums by a shuffle; the driver receives every number once. */
    SLICES;

    /** So much of the driver's heap may be taken by sums that arrive. */
    private static final double SHARE = 0.25;

    /** A sum that arrives is there twice: as bytes, and as numbers. */
    private static final long BYTES_A_NUMBER = 2L * Float.BYTES;

    /**
     * Which of the two it is.
     *
     * @param tasks that send a sum
     * @param length of a sum's numbers
     * @param heapBytes of the driver
     */
    Reduction resolved(int tasks, int length, long heapBytes) {
        if (this != AUTO) {
            return this;
        }
        return BYTES_A_NUMBER * length * tasks > SHARE * heapBytes ? SLICES : GATHER;
    }
}
