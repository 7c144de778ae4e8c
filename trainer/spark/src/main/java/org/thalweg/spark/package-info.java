/**
 * Training on a Spark cluster: rows shuffled into lanes, gradients in tasks, the wire between them.
 *
 * <p>Invariant: what a task computes is a function of the lanes it holds, the step and the broadcast parameters; the
 * driver sums along the lanes' tree. No accumulator, no arrival order, no task attempt leaves a trace in the result.
 */
package org.thalweg.spark;
