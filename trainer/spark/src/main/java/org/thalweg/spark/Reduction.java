package org.thalweg.spark;

/** How the sums of a step's tasks are combined. The result is the same bits for all. */
public enum Reduction {
    /** The faster of the others; only slices if gathering needs too much of the driver's memory. */
    AUTO,
    /** Every executor sends its sum to the driver. */
    GATHER,
    /** Tasks exchange slices of the sums by a shuffle; the driver receives every number once. */
    SLICES
}
