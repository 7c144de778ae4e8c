package org.thalweg.spark;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Tasks that hold rows, in groups of neighbours: one group for each task that stays, where there are fewer slots than tasks.
 *
 * @param tasks 1 or more
 * @param groups 1 to the tasks; none is empty
 */
record TaskGroups(int tasks, int groups) implements Serializable {
    /** As many groups as can run side by side. */
    static TaskGroups of(int tasks, int slots) {
        return new TaskGroups(tasks, Math.max(1, Math.min(tasks, slots)));
    }

    /** The group of a task, as {@link TaskLocality} has it. */
    int groupOf(int task) {
        return TaskLocality.share(task, tasks, groups);
    }

    /** The first task of a group; of the number of groups, the number of tasks. */
    int first(int group) {
        return (int) (((long) group * tasks + groups - 1) / groups);
    }

    /** The groups that have some of these tasks. */
    BitSet groupsOf(BitSet some) {
        BitSet found = new BitSet();
        some.stream().map(this::groupOf).forEach(found::set);
        return found;
    }
}
