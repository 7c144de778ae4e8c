package org.thalweg.train;

import java.util.Arrays;

/**
 * What lanes add to a step, in the order of their leaves, in memory that is used again for the next step. Also lanes that add
 * no row. Mutable; not thread-safe while it is written.
 */
final class StepShares {
    private int count;
    private int[] leaves = new int[8];
    private int[] lanes = new int[8];
    private long[] froms = new long[8];
    private long[] ends = new long[8];

    /** Scratch of {@link EpochOrder}: the rows that each lane of a group has given before and after the step. */
    long[] takenBefore = new long[0];

    long[] takenAfter = new long[0];
    final LaneTurns turns = new LaneTurns();

    void clear() {
        count = 0;
    }

    /** Makes room for the rows of a group's lanes. */
    void reserveTaken(int lanesOfGroup) {
        if (takenBefore.length < lanesOfGroup) {
            takenBefore = new long[lanesOfGroup];
            takenAfter = new long[lanesOfGroup];
        }
    }

    void add(int leaf, int lane, long from, long end) {
        if (count == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * count);
            lanes = Arrays.copyOf(lanes, 2 * count);
            froms = Arrays.copyOf(froms, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        leaves[count] = leaf;
        lanes[count] = lane;
        froms[count] = from;
        ends[count++] = end;
    }

    /** The index of a lane; −1 where it is not among these. */
    int find(int lane) {
        int index = count - 1;
        while (index >= 0 && lanes[index] != lane) {
            index--;
        }
        return index;
    }

    /** How many lanes. */
    int count() {
        return count;
    }

    /** A lane's place in the tree that sums the step. */
    int leaf(int index) {
        return leaves[index];
    }

    /** A lane by its number. */
    int lane(int index) {
        return lanes[index];
    }

    /** The first place of the lane's order that is the step's. */
    long from(int index) {
        return froms[index];
    }

    /** The place behind the last one that is the step's. */
    long end(int index) {
        return ends[index];
    }

    LaneShare share(int index) {
        return new LaneShare(leaves[index], lanes[index], froms[index], ends[index]);
    }

    /** Whether a power of two of leaves, 2 or more, are those of one subtree. */
    boolean isSubtree() {
        return count > 1
                && Integer.bitCount(count) == 1
                && leaves[0] % count == 0
                && leaves[count - 1] == leaves[0] + count - 1;
    }
}
