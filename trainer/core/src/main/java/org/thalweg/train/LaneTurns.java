package org.thalweg.train;

/**
 * A heap of lanes by priority: first the lane of least (2 j + 1) / n, where j of its n rows have been taken; on a tie the
 * lowest place. Its memory is reused. Not thread-safe.
 */
final class LaneTurns {
    private int[] heap = new int[0]; // places of lanes; each before its children 2 i + 1 and 2 i + 2
    private int size;
    private long[] taken;
    private long[] rows; // by place

    /** Clears the heap. {@code takenOfLanes} has the rows taken so far, by place; it is updated. */
    void start(long[] takenOfLanes, int lanes) {
        taken = takenOfLanes;
        size = 0;
        if (heap.length < lanes) {
            heap = new int[lanes];
            rows = new long[lanes];
        }
    }

    /** Adds a lane that has rows left. */
    void add(int place, long rowsOfLane) {
        rows[place] = rowsOfLane;
        int at = size++;
        heap[at] = place;
        for (int parent = (at - 1) / 2; at > 0 && isBefore(heap[at], heap[parent]); parent = (at - 1) / 2) {
            swap(at, parent);
            at = parent;
        }
    }

    /** Takes a row of the lane whose turn it is; the lane leaves with its last row. */
    void takeRow() {
        int place = heap[0];
        if (++taken[place] == rows[place]) {
            heap[0] = heap[--size];
        }
        int at = 0;
        for (int child = firstOf(1); child < size; child = firstOf(2 * at + 1)) {
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    /** Of two children that are neighbours the one whose turn is first. */
    private int firstOf(int child) {
        return child + 1 < size && isBefore(heap[child + 1], heap[child]) ? child + 1 : child;
    }

    private boolean isBefore(int a, int b) {
        long left = (2 * taken[a] + 1) * rows[b];
        long right = (2 * taken[b] + 1) * rows[a];
        return left < right || left == right && a < b;
    }

    private void swap(int a, int b) {
        int place = heap[a];
        heap[a] = heap[b];
        heap[b] = place;
    }
}
