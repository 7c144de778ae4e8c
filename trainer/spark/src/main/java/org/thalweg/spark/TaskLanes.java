package org.thalweg.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowBlock;
import org.thalweg.train.LaneSet;

/**
 * Which lanes each task holds: a contiguous range of them, as even as whole lanes, and whole ranges of the shuffle, go.
 *
 * @param lanes of the training rows
 * @param ranges of keys that the shuffle has: a power of two
 * @param tasks at most the lanes, and at most the ranges
 */
record TaskLanes(int lanes, int ranges, int tasks) implements Serializable {
    /** So many ranges for each task, where the tasks are no power of two, let all be nearly as large. */
    private static final int RANGES_A_TASK = 8;

    /** The tasks of at most so many that hold a layout's lanes. */
    static TaskLanes of(LaneLayout layout, int ranges, int mostTasks) {
        int lanes = layout.training().count();
        return new TaskLanes(lanes, ranges, Math.max(1, Math.min(mostTasks, Math.min(lanes, ranges))));
    }

    /** The tasks of at most so many that hold whole ranges, before it is known how many lanes there are. */
    static TaskLanes ofRanges(int ranges, int mostTasks) {
        return new TaskLanes(ranges, ranges, Math.min(mostTasks, ranges));
    }

    /** The ranges of the shuffle, before it is known how many lanes there are. */
    static int rangesFor(int tasks, Lanes mostRanges) {
        boolean even = Integer.bitCount(tasks) == 1;
        long wanted = even ? tasks : (long) RANGES_A_TASK * tasks;
        return (int) Math.min(mostRanges.count(), Long.highestOneBit(2 * wanted - 1));
    }

    /** What is never cut: whole lanes and whole ranges. */
    private int units() {
        return Math.min(lanes, ranges);
    }

    private int firstUnit(int task) {
        return (int) ((long) task * units() / tasks);
    }

    int firstLane(int task) {
        return firstUnit(task) * (lanes / units());
    }

    /** How many lanes a task holds. */
    int lanesOf(int task) {
        return firstLane(task + 1) - firstLane(task);
    }

    /** The lanes of neighbouring tasks, from one up to another, over their blocks. */
    LaneSet lanesOf(int first, int end, Iterator<RowBlock> blocks, LaneLayout layout) {
        return LaneSet.of(blocks, layout, firstLane(first), firstLane(end));
    }

    int firstRange(int task) {
        return firstUnit(task) * (ranges / units());
    }

    int taskOf(int lane) {
        int unit = lane / (lanes / units());
        return (int) (((long) tasks * (unit + 1L) - 1) / units());
    }
}
