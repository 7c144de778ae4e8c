package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.StepAssignments.Assignment;

class StepAssignmentsTest {
    private final StepAssignments assignments = new StepAssignments();

    private static final Consumer<byte[][]> REPLY = answer -> {};

    private static BitSet partitions(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    /** Joins with partitions, and waits. */
    private void enter(String id, int... of) {
        for (int partition : of) {
            assignments.join(id, id, partition);
        }
        assignments.await(id, id, REPLY);
    }

    private List<List<Integer>> assigned() {
        List<List<Integer>> all = new ArrayList<>();
        for (Assignment assignment : assignments.assign()) {
            all.add(Arrays.stream(assignment.partitions()).boxed().toList());
        }
        return all;
    }

    @Test
    void everyExecutorGetsItsOwnPartitionsOnce() {
        enter("a", 0, 2);
        enter("b", 1);
        assertThat(assigned()).as("before a step").isEmpty();
        assignments.start(partitions(3));
        assertThat(assigned()).containsExactlyInAnyOrder(List.of(0, 2), List.of(1));
        assertThat(assigned()).isEmpty();
        assertThat(assignments.accept("a", 1, new int[] {0, 2})).isTrue();
        assertThat(assignments.isDone()).isFalse();
        assertThat(assignments.accept("b", 1, new int[] {1})).isTrue();
        assertThat(assignments.isDone()).isTrue();
    }

    @Test
    void parametersGoToAnExecutorOnceAStep() {
        enter("a", 0);
        assignments.start(partitions(2));
        assertThat(assignments.assign()).singleElement().matches(Assignment::needsParameters);
        assignments.accept("a", 1, new int[] {0});
        enter("a", 1);
        assertThat(assignments.assign()).singleElement().matches(assignment -> !assignment.needsParameters());
        assignments.accept("a", 1, new int[] {1});
        assignments.await("a", "a", REPLY);
        assignments.start(partitions(1));
        assertThat(assignments.assign()).singleElement().matches(Assignment::needsParameters);
    }

    @Test
    void workersOfAnExecutorThatSparkHasLostAreGone() {
        String lost = StepAssignments.id("1", "a");
        String other = StepAssignments.id("11", "b");
        enter(lost, 0);
        enter(other, 1);
        assignments.start(partitions(2));
        assigned();
        assignments.loseExecutor("1");
        assertThat(assignments.allRun()).isFalse();
        assertThat(assignments.accept(lost, 1, new int[] {0})).isFalse();
        assertThat(assignments.accept(other, 1, new int[] {1})).isTrue();
        enter(other, 0);
        assertThat(assigned()).containsExactly(List.of(0));
    }

    @Test
    void whatAnExecutorOwedWhenItWasLostGoesToTheNextThatHasTheTask() {
        enter("a", 0);
        enter("b", 1);
        assignments.start(partitions(2));
        assigned();
        assignments.lose("b");
        assertThat(assignments.allRun()).isFalse();
        assignments.accept("a", 1, new int[] {0});
        enter("a", 1);
        assertThat(assignments.allRun()).isTrue();
        assertThat(assigned()).containsExactly(List.of(1));
        assertThat(assignments.accept("b", 1, new int[] {1}))
                .as("of the lost one")
                .isFalse();
        assertThat(assignments.accept("a", 1, new int[] {1})).isTrue();
        assertThat(assignments.isDone()).isTrue();
    }

    @Test
    void aTaskThatFailedIsAskedForOnceMore() {
        enter("a", 0, 1);
        assignments.start(partitions(2));
        assigned();
        assignments.leave("a", 1);
        assertThat(assignments.accept("a", 1, new int[] {0})).isTrue();
        assignments.await("a", "a", REPLY);
        assertThat(assigned()).isEmpty();
        assignments.join("a", "a", 1);
        assertThat(assigned()).containsExactly(List.of(1));
    }

    @Test
    void aSecondTaskOfAPartitionCountsOnce() {
        enter("a", 0, 1);
        assignments.start(partitions(2));
        assigned();
        enter("b", 1);
        assertThat(assigned()).containsExactly(List.of(1));
        assertThat(assignments.accept("b", 1, new int[] {1})).isTrue();
        assertThat(assignments.accept("a", 1, new int[] {0, 1}))
                .as("it cannot be added in part")
                .isFalse();
        assignments.await("a", "a", REPLY);
        assertThat(assigned()).as("the part that is missing").containsExactly(List.of(0));
        assertThat(assignments.accept("a", 1, new int[] {0})).isTrue();
        assertThat(assignments.isDone()).isTrue();
    }

    @Test
    void reportsOfAnEarlierStepAreNotOfThisOne() {
        enter("a", 0);
        assignments.start(partitions(1));
        assigned();
        assignments.start(partitions(1));
        assertThat(assignments.accept("a", 1, new int[] {0})).isFalse();
        assignments.await("a", "a", REPLY);
        assertThat(assigned()).containsExactly(List.of(0));
    }

    @Test
    void allThatWaitCanBeSentAway() {
        enter("a", 0);
        enter("b", 1);
        assertThat(assignments.takeWaiting()).hasSize(2);
        assignments.start(partitions(2));
        assertThat(assigned()).isEmpty();
    }
}
