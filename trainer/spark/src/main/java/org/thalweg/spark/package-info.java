/**
 * Training on a Spark cluster: shuffles rows into lanes, computes gradients in tasks, and sends both over the network.
 *
 * <p>Invariant: the result of a task depends only on its lanes, the step and the broadcast parameters. The driver sums results
 * along the tree of lanes. Arrival order and task retries do not change the result, and no accumulators are used.
 */
package org.thalweg.spark;
