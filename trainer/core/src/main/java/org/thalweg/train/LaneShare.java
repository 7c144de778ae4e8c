package org.thalweg.train;

/**
 * The rows that a lane adds to a step: those at the places from to end − 1 of its order in the epoch.
 *
 * @param leaf the lane's place in the tree that sums the step
 * @param lane by its number
 * @param from 0 or more
 * @param end from or more
 */
record LaneShare(int leaf, int lane, long from, long end) {
    long rows() {
        return end - from;
    }
}
