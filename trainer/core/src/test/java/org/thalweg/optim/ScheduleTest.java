package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.thalweg.optim.Schedule.Kind;

class ScheduleTest {
    @Test
    void constantIsOneThroughout() {
        for (long step : new long[] {0, 1, 99, Long.MAX_VALUE}) {
            assertThat(Schedule.CONSTANT.factor(step, 10, 10)).isEqualTo(1);
        }
    }

    @Test
    void warmUpGrowsByEqualStepsFromTheFirstToOne() {
        Schedule schedule = new Schedule(new Kind.Constant(), 2);
        for (int step = 0; step < 20; step++) {
            assertThat(schedule.factor(step, 10, 5)).isCloseTo((step + 1) / 20.0, within(1e-12));
        }
        assertThat(schedule.factor(19, 10, 5)).isEqualTo(1);
        assertThat(schedule.factor(20, 10, 5)).isEqualTo(1);
        assertThat(schedule.factor(49, 10, 5)).isEqualTo(1);
    }

    @Test
    void warmUpOfPartOfAnEpochCountsSteps() {
        Schedule schedule = new Schedule(new Kind.Constant(), 0.25);
        assertThat(schedule.factor(0, 10, 1)).isCloseTo(0.4, within(1e-12));
        assertThat(schedule.factor(1, 10, 1)).isCloseTo(0.8, within(1e-12));
        assertThat(schedule.factor(2, 10, 1)).isEqualTo(1);
        assertThat(new Schedule(new Kind.Constant(), 0.01).factor(0, 10, 1)).isEqualTo(1);
    }

    @Test
    void warmUpLongerThanTheRunNeverEnds() {
        for (Kind kind : new Kind[] {new Kind.Constant(), new Kind.Cosine(0.1)}) {
            Schedule schedule = new Schedule(kind, 10);
            for (int step = 0; step < 20; step++) {
                assertThat(schedule.factor(step, 10, 2)).as("%s", kind).isCloseTo((step + 1) / 100.0, within(1e-12));
            }
        }
    }

    @Test
    void cosineFallsFromOneToItsEnd() {
        Schedule schedule = new Schedule(new Kind.Cosine(0.2), 0);
        assertThat(schedule.factor(0, 10, 8)).isEqualTo(1);
        assertThat(schedule.factor(20, 10, 8)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(schedule.factor(40, 10, 8)).isCloseTo(0.6, within(1e-12));
        assertThat(schedule.factor(80, 10, 8)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.factor(200, 10, 8)).as("past the end").isCloseTo(0.2, within(1e-12));
        assertThat(new Schedule(new Kind.Cosine(0), 0).factor(79, 10, 8)).isBetween(1e-6, 1e-3);
    }

    @Test
    void cosineBeginsWhereTheWarmUpEnds() {
        Schedule schedule = new Schedule(new Kind.Cosine(0), 2);
        assertThat(schedule.factor(9, 10, 10)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(20, 10, 10)).isEqualTo(1);
        assertThat(schedule.factor(60, 10, 10)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(100, 10, 10)).isCloseTo(0, within(1e-12));
    }

    @Test
    void stepFallsAtItsBoundaries() {
        Schedule schedule = new Schedule(new Kind.Step(3, 0.5), 0);
        assertThat(schedule.factor(0, 10, 9)).isEqualTo(1);
        assertThat(schedule.factor(29, 10, 9)).isEqualTo(1);
        assertThat(schedule.factor(30, 10, 9)).isEqualTo(0.5);
        assertThat(schedule.factor(59, 10, 9)).isEqualTo(0.5);
        assertThat(schedule.factor(60, 10, 9)).isEqualTo(0.25);
        assertThat(new Schedule(new Kind.Step(1, 1), 0).factor(500, 10, 90)).isEqualTo(1);
    }

    /** 0.3 / 0.1 is a little below 3 in double. */
    @Test
    void stepsOfPartsOfAnEpochFallWhereTheyShould() {
        for (double every : new double[] {0.1, 0.3, 0.7, 1.1}) {
            Schedule schedule = new Schedule(new Kind.Step(every, 0.5), 0);
            int steps = (int) Math.round(every * 10);
            for (int step = 0; step < 300; step++) {
                assertThat(schedule.factor(step, 10, 30))
                        .as("every %s epochs, step %d", every, step)
                        .isEqualTo(Math.pow(0.5, step / steps));
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double bad : new double[] {-1, Double.NaN}) {
            assertThatThrownBy(() -> new Schedule(new Kind.Constant(), bad)).hasMessageContaining("warmUpEpochs");
            assertThatThrownBy(() -> new Kind.Step(bad, 0.5)).hasMessageContaining("everyEpochs");
            assertThatThrownBy(() -> new Kind.Cosine(bad)).hasMessageContaining("finalRate");
        }
        for (double bad : new double[] {0, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Kind.Step(1, bad)).hasMessageContaining("factor");
        }
        assertThatThrownBy(() -> new Kind.Cosine(1.1)).hasMessageContaining("finalRate");
    }
}
