package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TaskGroupsTest {
    @Test
    void everyTaskIsInItsGroup() {
        for (int tasks = 1; tasks <= 40; tasks++) {
            for (int slots = 1; slots <= 50; slots++) {
                TaskGroups groups = TaskGroups.of(tasks, slots);
                assertThat(groups.groups()).isEqualTo(Math.min(tasks, slots));
                assertThat(groups.first(0)).isZero();
                assertThat(groups.first(groups.groups())).isEqualTo(tasks);
                for (int group = 0; group < groups.groups(); group++) {
                    assertThat(groups.first(group)).isLessThan(groups.first(group + 1));
                    for (int task = groups.first(group); task < groups.first(group + 1); task++) {
                        assertThat(groups.groupOf(task)).isEqualTo(group);
                    }
                }
            }
        }
    }

    @Test
    void someTasksAreInSomeGroups() {
        BitSet some = new BitSet();
        some.set(0);
        some.set(1);
        some.set(9);
        BitSet groups = TaskGroups.of(10, 4).groupsOf(some);

        assertThat(groups.stream()).containsExactly(0, 3);
    }
}
