package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import org.thalweg.math.TreeSum;

/**
 * The message of a task to the driver.
 *
 * @param nodes the roots of the subtrees that the task has summed
 * @param fetchNanos the time to fetch the parameters
 * @param computeNanos the time to compute the sums
 */
record TaskSums<R>(ArrayList<TreeSum.Node<R>> nodes, long fetchNanos, long computeNanos) implements Serializable {
    long nanos() {
        return fetchNanos + computeNanos;
    }
}
