package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import org.thalweg.math.TreeSum;

/**
 * What a task sends to the driver.
 *
 * @param nodes the roots of the subtrees that it has summed
 * @param fetchNanos how long it waited for the parameters
 * @param computeNanos how long it then took
 */
record TaskSums<R>(ArrayList<TreeSum.Node<R>> nodes, long fetchNanos, long computeNanos) implements Serializable {
    long nanos() {
        return fetchNanos + computeNanos;
    }
}
