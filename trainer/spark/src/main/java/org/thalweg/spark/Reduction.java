package org.thalweg.spark;

/** How the sums of a step's tasks come together. The bits do not depend on it. */
public enum Reduction {
    /** The faster of the two, of those that the driver has room for. */
    AUTO,
    /** Every executor sends its sum to the driver. */
    GATHER,
    /** Tasks exchange slices of the sums by a shuffle; the driver receives every number once. */
    SLICES
}
