package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;

class TaskLanesTest {
    private static LaneLayout layout(int lanes) {
        return new LaneLayout(new Lanes(lanes), 1, new Lanes(lanes));
    }

    @Test
    void tasksCoverAllLanesAndAllRangesOnceEachTaskTheSameKeys() {
        for (int lanes = 1; lanes <= 512; lanes *= 2) {
            for (int most = 1; most <= 20; most++) {
                int ranges = TaskLanes.rangesFor(most, new Lanes(1 << 14));
                TaskLanes tasks = TaskLanes.of(layout(lanes), ranges, most);
                assertThat(tasks.tasks()).isEqualTo(Math.min(most, lanes));
                assertThat(tasks.firstLane(tasks.tasks())).isEqualTo(lanes);
                assertThat(tasks.firstRange(tasks.tasks())).isEqualTo(ranges);
                for (int task = 0; task < tasks.tasks(); task++) {
                    int first = tasks.firstLane(task);
                    int end = tasks.firstLane(task + 1);
                    assertThat(end).isGreaterThan(first);
                    assertThat((long) first * ranges).isEqualTo((long) tasks.firstRange(task) * lanes);
                    for (int lane = first; lane < end; lane++) {
                        assertThat(tasks.taskOf(lane)).isEqualTo(task);
                    }
                }
            }
        }
    }

    @Test
    void tasksAreNearlyAsLargeWhateverTheirNumber() {
        for (int most = 1; most <= 400; most++) {
            TaskLanes tasks = TaskLanes.of(layout(1 << 14), TaskLanes.rangesFor(most, new Lanes(1 << 14)), most);
            int least = Integer.MAX_VALUE;
            int greatest = 0;
            for (int task = 0; task < most; task++) {
                int lanes = tasks.firstLane(task + 1) - tasks.firstLane(task);
                least = Math.min(least, lanes);
                greatest = Math.max(greatest, lanes);
            }
            assertThat((double) greatest / least).as("%d tasks", most).isLessThanOrEqualTo(9.0 / 8);
        }
    }

    /** The eight partitions of two million rows at batch 256: four lanes of 32 each. */
    @Test
    void rangesAreAsManyAsTasksWhereThoseAreAPowerOfTwo() {
        assertThat(TaskLanes.rangesFor(8, new Lanes(1 << 14))).isEqualTo(8);
        assertThat(TaskLanes.rangesFor(7, new Lanes(1 << 14))).isEqualTo(64);
        assertThat(TaskLanes.rangesFor(1, new Lanes(1 << 14))).isEqualTo(1);
        assertThat(TaskLanes.rangesFor(5000, new Lanes(1 << 14))).isEqualTo(1 << 14);
        assertThat(TaskLanes.of(layout(32), 8, 8).firstLane(1)).isEqualTo(4);
    }
}
