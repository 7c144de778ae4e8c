package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.thalweg.optim.Schedule.Kind;
import org.thalweg.settings.Setting;

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
    void exponentialFallsByItsFactorAnEpoch() {
        Schedule schedule = new Schedule(new Kind.Exponential(0.25), 0);
        assertThat(schedule.factor(0, 10, 4)).isEqualTo(1);
        assertThat(schedule.factor(5, 10, 4)).isCloseTo(0.5, within(1e-15));
        assertThat(schedule.factor(10, 10, 4)).isEqualTo(0.25);
        assertThat(schedule.factor(40, 10, 4)).isEqualTo(1 / 256.0);
        assertThat(new Schedule(new Kind.Exponential(1), 0).factor(77, 10, 8)).isEqualTo(1);
        Schedule warmed = new Schedule(new Kind.Exponential(0.25), 1);
        assertThat(warmed.factor(4, 10, 4)).isCloseTo(0.5 * StrictMath.pow(0.25, 0.4), within(1e-15));
        assertThat(warmed.factor(10, 10, 4)).isEqualTo(0.25);
    }

    @Test
    void polynomialFallsFromTheWarmUpsEndToTheRuns() {
        Schedule line = new Schedule(new Kind.Polynomial(1, 0.2), 0);
        assertThat(line.factor(0, 10, 8)).isEqualTo(1);
        assertThat(line.factor(20, 10, 8)).isCloseTo(0.8, within(1e-12));
        assertThat(line.factor(40, 10, 8)).isCloseTo(0.6, within(1e-12));
        assertThat(line.factor(80, 10, 8)).isCloseTo(0.2, within(1e-12));
        assertThat(line.factor(200, 10, 8)).as("past the end").isCloseTo(0.2, within(1e-12));
        Schedule square = new Schedule(new Kind.Polynomial(2, 0), 2);
        assertThat(square.factor(0, 10, 10)).isCloseTo(0.05, within(1e-12));
        assertThat(square.factor(19, 10, 10)).isEqualTo(1);
        assertThat(square.factor(20, 10, 10)).isEqualTo(1);
        assertThat(square.factor(60, 10, 10)).isCloseTo(0.25, within(1e-12));
        assertThat(square.factor(100, 10, 10)).isZero();
    }

    @Test
    void oneCycleRisesThenFalls() {
        Schedule schedule = new Schedule(new Kind.OneCycle(), 0);
        assertThat(schedule.factor(0, 10, 10)).isCloseTo(1 / 25.0, within(1e-12));
        assertThat(schedule.factor(15, 10, 10)).isCloseTo((1 + 1 / 25.0) / 2, within(1e-12));
        assertThat(schedule.factor(30, 10, 10)).isCloseTo(1, within(1e-12));
        assertThat(schedule.factor(65, 10, 10)).isCloseTo((1 + 1e-4) / 2, within(1e-12));
        assertThat(schedule.factor(100, 10, 10)).isCloseTo(1e-4, within(1e-12));
        for (int step = 0; step < 100; step++) {
            double rise = schedule.factor(step + 1, 10, 10) - schedule.factor(step, 10, 10);
            assertThat(rise > 0).as("step %d", step).isEqualTo(step < 30);
        }
    }

    @Test
    void oneCycleBeginsWhereTheWarmUpEnds() {
        Schedule schedule = new Schedule(new Kind.OneCycle(4, 0.5, 0), 2);
        assertThat(schedule.factor(9, 10, 10)).isCloseTo(0.5 * 0.25, within(1e-12));
        assertThat(schedule.factor(20, 10, 10)).isCloseTo(0.25, within(1e-12));
        assertThat(schedule.factor(60, 10, 10)).isCloseTo(1, within(1e-12));
        assertThat(schedule.factor(100, 10, 10)).isCloseTo(0, within(1e-12));
    }

    @Test
    void oneCycleMayOnlyRiseOrOnlyFall() {
        Schedule falls = new Schedule(new Kind.OneCycle(25, 0, 0), 0);
        assertThat(falls.factor(0, 10, 10)).isEqualTo(1);
        assertThat(falls.factor(50, 10, 10)).isCloseTo(0.5, within(1e-12));
        Schedule rises = new Schedule(new Kind.OneCycle(4, 1, 0), 0);
        assertThat(rises.factor(0, 10, 10)).isEqualTo(0.25);
        assertThat(rises.factor(50, 10, 10)).isCloseTo(0.625, within(1e-12));
        assertThat(rises.factor(100, 10, 10)).isEqualTo(1);
    }

    @Test
    void inverseScalingFallsByThePowerOfTheEpochs() {
        Schedule root = new Schedule(new Kind.InverseScaling(0.5), 0);
        assertThat(root.factor(0, 10, 20)).isEqualTo(1);
        assertThat(root.factor(30, 10, 20)).isCloseTo(0.5, within(1e-12));
        assertThat(root.factor(5, 10, 20)).isCloseTo(Math.sqrt(1 / 1.5), within(1e-12));
        Schedule warm = new Schedule(new Kind.InverseScaling(1), 2);
        assertThat(warm.factor(9, 10, 20)).as("half way up").isCloseTo(0.5, within(1e-12));
        assertThat(warm.factor(20, 10, 20)).isEqualTo(1);
        assertThat(warm.factor(30, 10, 20)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void restartsComeWhenTheirCyclesEnd() {
        Schedule doubling = new Schedule(new Kind.CosineRestarts(1, 2, 0.1), 0);
        assertFullRateExactlyAt(doubling, 10, 200, 0, 10, 30, 70, 150);
        assertThat(doubling.factor(5, 10, 20)).isCloseTo(0.55, within(1e-12));
        assertThat(doubling.factor(20, 10, 20)).isCloseTo(0.55, within(1e-12));
        assertThat(doubling.factor(110, 10, 20)).isCloseTo(0.55, within(1e-12));
        Schedule even = new Schedule(new Kind.CosineRestarts(5, 1, 0), 0);
        assertFullRateExactlyAt(even, 10, 200, 0, 50, 100, 150);
    }

    /** Whole numbers of steps that their quotients in double miss by a little. */
    @Test
    void restartsOfPartsOfAnEpochComeWhereTheyShould() {
        assertFullRateExactlyAt(
                new Schedule(new Kind.CosineRestarts(0.3, 1, 0), 0), 10, 30, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
        assertFullRateExactlyAt(new Schedule(new Kind.CosineRestarts(0.7, 2, 0), 0), 10, 300, 0, 7, 21, 49, 105, 217);
        assertFullRateExactlyAt(new Schedule(new Kind.CosineRestarts(0.8, 1.5, 0), 0), 10, 60, 0, 8, 20, 38);
        assertFullRateExactlyAt(
                new Schedule(new Kind.CosineRestarts(0.1, 3, 0), 0), 10, 400, 0, 1, 4, 13, 40, 121, 364);
    }

    @Test
    void restartsCountFromTheWarmUpsEnd() {
        Schedule schedule = new Schedule(new Kind.CosineRestarts(1, 2, 0), 0.5);
        assertThat(schedule.factor(0, 10, 9)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.factor(5, 10, 9)).isEqualTo(1);
        assertThat(schedule.factor(10, 10, 9)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(15, 10, 9)).isEqualTo(1);
        assertThat(schedule.factor(35, 10, 9)).isEqualTo(1);
    }

    private static void assertFullRateExactlyAt(Schedule schedule, int stepsPerEpoch, int steps, Integer... expected) {
        List<Integer> full = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            double factor = schedule.factor(step, stepsPerEpoch, steps / stepsPerEpoch);
            assertThat(factor).as("step %d", step).isBetween(0.0, 1.0);
            // The second of n steps is ¼ (π / n)² below 1: 2.5e-6 for 1000.
            if (factor > 0.999999) {
                full.add(step);
            } else {
                assertThat(factor)
                        .as("falls at step %d", step)
                        .isLessThan(schedule.factor(step - 1, stepsPerEpoch, steps / stepsPerEpoch));
            }
        }
        assertThat(full).as("%s", schedule).containsExactly(expected);
    }

    @Test
    void whatFallsNeverRises() {
        List<Kind> falling = List.of(
                new Kind.Step(0.3, 0.5),
                new Kind.Exponential(0.9),
                new Kind.Polynomial(0.5, 0.01),
                new Kind.Polynomial(3, 0),
                new Kind.Cosine(0.1));
        for (Kind kind : falling) {
            Schedule schedule = new Schedule(kind, 0);
            for (int step = 1; step <= 100; step++) {
                assertThat(schedule.factor(step, 10, 10))
                        .as("%s, step %d", kind, step)
                        .isBetween(0.0, schedule.factor(step - 1, 10, 10));
            }
        }
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
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

    @Test
    void sharesAndFactorsOutOfRangeAreRefused() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            String unit = ": expected " + (Double.isFinite(bad) ? "a" : "a finite") + " number from 0 to 1, found "
                    + Setting.text(bad);
            refuses(() -> new Kind.Cosine(bad), "finalRate" + unit);
            refuses(() -> new Kind.Polynomial(1, bad), "finalRate" + unit);
            refuses(() -> new Kind.CosineRestarts(1, 1, bad), "finalRate" + unit);
            refuses(() -> new Kind.OneCycle(25, bad, 0), "riseShare" + unit);
            refuses(() -> new Kind.OneCycle(25, 0.3, bad), "finalFactor" + unit);
            refuses(
                    () -> new Kind.Exponential(bad),
                    "factor: expected " + (Double.isFinite(bad) ? "a" : "a finite")
                            + " number above 0 and at most 1, found " + Setting.text(bad));
        }
        refuses(() -> new Kind.Exponential(0), "factor: expected a number above 0 and at most 1, found 0");
        for (double bad : new double[] {-1, 0, Double.NaN, Double.POSITIVE_INFINITY}) {
            String positive = ": expected " + (Double.isFinite(bad) ? "a" : "a finite") + " number above 0, found "
                    + Setting.text(bad);
            refuses(() -> new Kind.Polynomial(bad, 0), "power" + positive);
            refuses(() -> new Kind.InverseScaling(bad), "power" + positive);
            refuses(() -> new Kind.CosineRestarts(bad, 1, 0), "cycleEpochs" + positive);
        }
        for (double bad : new double[] {-1, 0.99, Double.NaN, Double.POSITIVE_INFINITY}) {
            String atLeastOne = ": expected " + (Double.isFinite(bad) ? "a" : "a finite")
                    + " number of at least 1, found " + Setting.text(bad);
            refuses(() -> new Kind.CosineRestarts(1, bad, 0), "multiplier" + atLeastOne);
            refuses(() -> new Kind.OneCycle(bad, 0.3, 0), "divFactor" + atLeastOne);
        }
    }
}
