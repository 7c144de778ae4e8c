package org.thalweg.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.math.TreeSum;

class RoundSimulationTest {
    private static final int PARAMETERS = 1_000_000;
    private static final double BYTES = 4e6;
    private static final StepCostModel TERMS =
            new StepCostModel(PARAMETERS, 5e-3, 1e-3, 1e-4, 1e-10, 5e-10, 2e-10, 3e-3, 20e-3);
    private static final Round STEP = new Round(8, 1, 1, false);

    private static ClusterShape cluster(int executors) {
        return ClusterShape.of(executors, 1, Double.POSITIVE_INFINITY, 0);
    }

    @Test
    void oneExecutorPaysEveryPartOnce() {
        RoundTimes times = RoundSimulation.of(TERMS, cluster(1), STEP);

        assertThat(times.compute()).isCloseTo(8 * 5e-3, within(1e-12));
        assertThat(times.broadcast()).isCloseTo(1e-4 + BYTES * (2e-10 + 5e-10), within(1e-12));
        assertThat(times.reduction()).isCloseTo(1e-4 + BYTES * (2e-10 + 5e-10 + 2e-10), within(1e-12));
        assertThat(times.scheduling()).isEqualTo(1e-3);
        assertThat(times.driver()).isEqualTo(3e-3);
        assertThat(times.seconds()).isCloseTo(40e-3 + 2e-4 + BYTES * 16e-10 + 1e-3 + 3e-3, within(1e-12));
    }

    @Test
    void aSlowLinkIsHandedFromMessageToMessage() {
        ClusterShape slow = ClusterShape.of(4, 1, 12.5e6, 0.5e-3); // 100 Mbit/s: 320 ms each
        RoundTimes times = RoundSimulation.of(TERMS, slow, STEP);

        assertThat(times.broadcast()).isBetween(4 * 0.32, 4 * 0.32 + 0.01);
        assertThat(times.seconds()).isBetween(5 * 0.32, 5 * 0.32 + 0.06); // The last executor's sum must still be sent.
    }

    @Test
    void moreLanesThanCoresTakeTurns() {
        assertThat(RoundSimulation.of(TERMS, cluster(3), STEP).compute()).isCloseTo(3 * 5e-3, within(1e-12));
        assertThat(RoundSimulation.of(TERMS, cluster(8), STEP).compute()).isCloseTo(5e-3, within(1e-12));
        assertThat(RoundSimulation.of(TERMS, cluster(64), STEP).compute()).isLessThanOrEqualTo(5e-3 + 1e-12);
        ClusterShape wide = ClusterShape.of(1, 4, Double.POSITIVE_INFINITY, 0);
        assertThat(RoundSimulation.of(TERMS, wide, STEP).compute()).isCloseTo(2 * 5e-3, within(1e-12));
    }

    @Test
    void executorsShareTheCoresOfOneMachine() {
        ClusterShape shared = new ClusterShape(4, 1, 2, Double.POSITIVE_INFINITY, 0);

        assertThat(RoundSimulation.of(TERMS, shared, STEP).compute()).isCloseTo(4 * 5e-3, within(1e-12));
    }

    @Test
    void localStepsComputeMoreAndSendTheStateToo() {
        Round local = new Round(8, 16, 3, false);
        RoundTimes times = RoundSimulation.of(TERMS, cluster(2), local);
        RoundTimes step = RoundSimulation.of(TERMS, cluster(2), STEP);

        assertThat(times.compute()).isCloseTo(16 * step.compute(), within(1e-9));
        assertThat(times.broadcast() - 2e-4).isCloseTo(3 * (step.broadcast() - 2e-4), within(1e-9));
    }

    @Test
    void sumsOfHalfTheBytesTakeHalfTheirWayBack() {
        RoundTimes half = RoundSimulation.of(TERMS, cluster(1), new Round(8, 1, 1, 2, false));
        RoundTimes whole = RoundSimulation.of(TERMS, cluster(1), STEP);

        assertThat(half.broadcast()).isEqualTo(whole.broadcast());
        assertThat(half.reduction() - 1e-4).isCloseTo((whole.reduction() - 1e-4) / 2, within(1e-12));
    }

    @Test
    void slicesPayForLargeSumsOfManyExecutors() {
        Round sliced = new Round(64, 1, 1, true);
        Round gathered = new Round(64, 1, 1, false);

        assertThat(RoundSimulation.of(TERMS, cluster(64), sliced).seconds())
                .isLessThan(RoundSimulation.of(TERMS, cluster(64), gathered).seconds());
        assertThat(RoundSimulation.of(TERMS, cluster(2), sliced).seconds())
                .isGreaterThan(RoundSimulation.of(TERMS, cluster(2), gathered).seconds());
    }

    @Test
    void oneMachineSendsNothing() {
        RoundTimes times = RoundSimulation.onOneMachine(TERMS, 4, STEP);

        assertThat(times.seconds()).isCloseTo(2 * 5e-3 + 3e-3, within(1e-12));
    }

    /** The subtrees that the tree itself gives for the lanes of an executor. */
    @Test
    void subtreesAreThoseOfTheTree() {
        Random random = new Random(3);
        for (int trial = 0; trial < 500; trial++) {
            int from = random.nextInt(64);
            int to = from + 1 + random.nextInt(64 - from);
            TreeSum<Integer> tree = new TreeSum<>(Integer::sum);
            for (int lane = from; lane < to; lane++) {
                tree.put(0, lane, 1);
            }
            assertThat(RoundSimulation.subtrees(from, to))
                    .as("lanes %d to %d", from, to)
                    .isEqualTo(tree.roots().size());
        }
    }

    @Test
    void termsFromAClusterGiveItsStepBack() {
        Round round = new Round(16, 1, 1, false);
        ClusterShape measuredOn = ClusterShape.of(4, 2, Double.POSITIVE_INFINITY, 0);
        StepCostModel base = new StepCostModel(PARAMETERS, 0, 1e-3, 1e-4, 1e-10, 1e-10, 2e-10, 0, 20e-3);
        double step = 58e-3;

        StepCostModel fitted = base.onCluster(step, 30e-3, 3e-3, round, 4, 2);
        RoundTimes again = RoundSimulation.of(fitted, measuredOn, round);

        assertThat(again.compute()).isCloseTo(30e-3, within(1e-12));
        assertThat(again.driver()).isEqualTo(3e-3);
        assertThat(again.seconds()).isCloseTo(step, within(1e-9));
    }
}
