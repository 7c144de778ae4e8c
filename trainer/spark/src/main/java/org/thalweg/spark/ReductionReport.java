package org.thalweg.spark;

/**
 * How the gradients of tasks come together.
 *
 * @param reduction {@link Reduction#GATHER} or {@link Reduction#SLICES}
 * @param why for people; empty where nothing speaks for the other
 */
public record ReductionReport(Reduction reduction, String why) {}
