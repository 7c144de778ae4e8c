package org.thalweg.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowBlock;
import org.thalweg.train.LaneSet;

/**
 * Which lanes each task holds: a contiguous range of lanes. The ranges are as even as possible without splitting a lane or a
 * range of the shuffle.
 *
 * @param lanes the number of lanes of the training rows
 * @param ranges the number of key ranges of the shuffle, a power of two
 * @param tasks the number of tasks, at most the lanes and at most the ranges
 */
record TaskLanes(int lanes, int ranges, int tasks) implements Serializable {
    /** Ranges per task, if the number of tasks is not a power of two: enough that all tasks are of nearly the same size. */
    private static final int RANGES_PER_TASK = 8;

    /** The tasks for a layout's lanes, at most {@code maxTasks}. */
    static TaskLanes of(LaneLayout layout, int ranges, int maxTasks) {
        int lanes = layout.training().count();
        return new TaskLanes(lanes, ranges, Math.max(1, Math.min(maxTasks, Math.min(lanes, ranges))));
    }

    /** The tasks for whole ranges, at most {@code maxTasks}, before the number of lanes is known. */
    static TaskLanes ofRanges(int ranges, int maxTasks) {
        return new TaskLanes(ranges, ranges, Math.min(maxTasks, ranges));
    }

    /** The number of ranges of the shuffle, before the number of lanes is known. */
    static int rangesFor(int tasks, Lanes maxRanges) {
        boolean even = Integer.bitCount(tasks) == 1;
        long wanted = even ? tasks : (long) RANGES_PER_TASK * tasks;
        return (int) Math.min(maxRanges.count(), Long.highestOneBit(2 * wanted - 1));
    }

    /** The number of units that are never split: the fewer of lanes and ranges. */
    private int units() {
        return Math.min(lanes, ranges);
    }

    private int firstUnit(int task) {
        return (int) ((long) task * units() / tasks);
    }

    int firstLane(int task) {
        return firstUnit(task) * (lanes / units());
    }

    /** The number of lanes that a task holds. */
    int lanesOf(int task) {
        return firstLane(task + 1) - firstLane(task);
    }

    /** The lanes of the tasks from {@code first} to {@code end} - 1, over their blocks. */
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
