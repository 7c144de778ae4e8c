package org.thalweg.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ForecastsTest {
    private static final StepCostModel TERMS =
            new StepCostModel(100_000, 4e-3, 1e-3, 1e-4, 1e-10, 5e-10, 2e-10, 1e-3, 20e-3);
    private static final Workload WORK = new Workload(64_000, 6_400, 63, 16, 2, 1, 256_000_000);

    private static Forecast on(int executors, Workload work, Forecasts.Reduction reduction) {
        return new Forecasts(TERMS, work, reduction).on(ClusterShape.of(executors, 1, 1.25e9, 1e-4));
    }

    @Test
    void anEpochIsItsRoundsAndItsJudging() {
        Forecast four = on(4, WORK, Forecasts.Reduction.GATHER);
        Workload unjudged = new Workload(64_000, 0, 63, 16, 2, 1, 256_000_000);

        assertThat(on(4, unjudged, Forecasts.Reduction.GATHER).epochSeconds())
                .isCloseTo(63 * four.round().seconds(), within(1e-12));
        assertThat(four.epochSeconds() - 63 * four.round().seconds()).isBetween(0.04, 0.1);
    }

    @Test
    void autoTakesTheFasterReduction() {
        for (int executors : new int[] {1, 4, 64, 256}) {
            assertThat(on(executors, WORK, Forecasts.Reduction.AUTO).epochSeconds())
                    .isEqualTo(Math.min(
                            on(executors, WORK, Forecasts.Reduction.GATHER).epochSeconds(),
                            on(executors, WORK, Forecasts.Reduction.SLICES).epochSeconds()));
        }
    }

    @Test
    void executorsBeyondTheLanesHaveNothingToDo() {
        Forecast lanes = on(16, WORK, Forecasts.Reduction.GATHER);
        Forecast more = on(64, WORK, Forecasts.Reduction.GATHER);

        assertThat(more.epochSeconds()).isEqualTo(lanes.epochSeconds());
        assertThat(more.executorBytes()).isEqualTo(lanes.executorBytes());
        assertThat(more.cluster().executors()).isEqualTo(64);
    }

    @Test
    void memoryIsRowsAndArrays() {
        Forecast one = on(1, WORK, Forecasts.Reduction.GATHER);
        Forecast eight = on(8, WORK, Forecasts.Reduction.GATHER);

        assertThat(one.executorBytes()).isBetween(256_000_000L, 260_000_000L);
        assertThat(eight.executorBytes()).isBetween(32_000_000L, 36_000_000L);
        assertThat(eight.driverBytes() - one.driverBytes()).isEqualTo(7 * 2 * 400_000L);
        assertThat(on(8, WORK, Forecasts.Reduction.SLICES).driverBytes()).isEqualTo(one.driverBytes());
    }

    @Test
    void localStepsTakeFewerRounds() {
        Forecast steps = on(16, WORK, Forecasts.Reduction.GATHER);
        Forecast local = on(16, WORK.withLocalSteps(16), Forecasts.Reduction.GATHER);

        assertThat(local.epochSeconds()).isLessThan(steps.epochSeconds());
        assertThat(local.round().compute()).isCloseTo(16 * steps.round().compute(), within(1e-12));
    }

    @Test
    void oneMachineTakesTurnsOverItsThreads() {
        Forecast alone = new Forecasts(TERMS, WORK, Forecasts.Reduction.AUTO).onOneMachine(4);

        assertThat(alone.round().seconds()).isCloseTo(4 * 4e-3 + 1e-3, within(1e-12));
        assertThat(alone.driverBytes()).isGreaterThan(256_000_000);
    }

    @Test
    void moreRowsAreMoreStepsOfTheSameSize() {
        Workload more = WORK.withRows(640_000);

        assertThat(more.steps()).isEqualTo(630);
        assertThat(more.stepRows()).isCloseTo(WORK.stepRows(), within(1.0));
        assertThat(more.rowBytes()).isEqualTo(2_560_000_000L);
        assertThat(more.validationRows()).isEqualTo(64_000);
    }
}
