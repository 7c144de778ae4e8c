package org.thalweg.spark;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Groups of neighbouring tasks: if there are fewer task slots than tasks, one long-running task computes a whole group.
 *
 * @param tasks the number of tasks, 1 or more
 * @param groups the number of groups, from 1 to the number of tasks; none is empty
 */
record TaskGroups(int tasks, int groups) implements Serializable {
    /** As many groups as can run at the same time. */
    static TaskGroups of(int tasks, int slots) {
        return new TaskGroups(tasks, Math.max(1, Math.min(tasks, slots)));
    }

    /** The group of a task, consistent with {@link TaskLocality}. */
    int groupOf(int task) {
        return TaskLocality.share(task, tasks, groups);
    }

    /** The first task of a group; for {@code group == groups} the number of tasks. */
    int first(int group) {
        return (int) (((long) group * tasks + groups - 1) / groups);
    }

    /** The groups that contain any of the given tasks. */
    BitSet groupsOf(BitSet some) {
        BitSet containing = new BitSet();
        some.stream().map(this::groupOf).forEach(containing::set);
        return containing;
    }
}
