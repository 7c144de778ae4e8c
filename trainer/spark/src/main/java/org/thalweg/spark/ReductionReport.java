package org.thalweg.spark;

/**
 * How the gradients of tasks are combined.
 *
 * @param reduction {@link Reduction#GATHER} or {@link Reduction#SLICES}
 * @param reason the reason, for users; empty if it is obvious
 */
public record ReductionReport(Reduction reduction, String reason) {}
