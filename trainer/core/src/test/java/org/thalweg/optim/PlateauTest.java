package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.thalweg.settings.Setting;

class PlateauTest {
    /** The factors after each loss. */
    private static double[] factors(ReduceOnPlateau rule, double... losses) {
        double[] factors = new double[losses.length];
        Plateau plateau = rule.start();
        for (int i = 0; i < losses.length; i++) {
            plateau = plateau.next(losses[i]);
            factors[i] = plateau.factor();
        }
        return factors;
    }

    @Test
    void aFallingLossKeepsTheRate() {
        assertThat(factors(new ReduceOnPlateau(0.5, 1, 0, 0.01), 5, 4, 3, 2.5, 2.4, -1))
                .containsOnly(1);
    }

    @Test
    void theRateFallsAfterPatienceEpochsAndAgainAfterAsManyMore() {
        assertThat(factors(new ReduceOnPlateau(0.5, 2, 0, 0.01), 3, 3, 4, 3, 3, 5))
                .containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
    }

    @Test
    void aBetterLossBeginsTheCountAgain() {
        assertThat(factors(new ReduceOnPlateau(0.5, 2, 0, 0.01), 3, 4, 2, 2, 1, 1, 1))
                .containsExactly(1, 1, 1, 1, 1, 1, 0.5);
    }

    @Test
    void theLeastLossStaysTheMeasureAfterAFall() {
        assertThat(factors(new ReduceOnPlateau(0.5, 1, 0, 0.01), 3, 5, 4, 3.5, 2.9, 2.9))
                .containsExactly(1, 0.5, 0.25, 0.125, 0.125, 0.0625);
    }

    @Test
    void aFallByNoMoreThanMinDeltaIsNotBetter() {
        assertThat(factors(new ReduceOnPlateau(0.5, 1, 0.5, 0.01), 3, 2.5, 2.25, 2.25))
                .containsExactly(1, 0.5, 0.5, 0.25);
    }

    @Test
    void theRateStopsAtTheLeast() {
        assertThat(factors(new ReduceOnPlateau(0.5, 1, 0, 0.3), 1, 1, 1, 1)).containsExactly(1, 0.5, 0.3, 0.3);
    }

    @Test
    void lossesThatAreNotFiniteAreNotBetter() {
        assertThat(factors(
                        new ReduceOnPlateau(0.5, 2, 0, 0.01), Double.NaN, Double.POSITIVE_INFINITY, 3, Double.NaN, 2))
                .containsExactly(1, 0.5, 0.5, 0.5, 0.5);
    }

    @Test
    void statesGoOnFromTheirParts() {
        Plateau state = new ReduceOnPlateau(0.5, 3, 0, 0.01).start().next(2).next(3);
        assertThat(state).isEqualTo(new Plateau(state.rule(), 1, 2, 1));
        assertThat(new Plateau(state.rule(), 1, 2, 2).next(2).factor()).isEqualTo(0.5);
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double bad : new double[] {0, 1, -1, Double.NaN}) {
            refuses(
                    () -> new ReduceOnPlateau(bad, 1, 0, 1),
                    "factor: expected " + (Double.isFinite(bad) ? "a" : "a finite")
                            + " number above 0 and below 1, found " + Setting.text(bad));
        }
        refuses(() -> new ReduceOnPlateau(0.5, 0, 0, 1), "patience: expected a whole number of at least 1, found 0");
        refuses(() -> new ReduceOnPlateau(0.5, 1, -1, 1), "minDelta: expected a number of at least 0, found -1");
        refuses(() -> new ReduceOnPlateau(0.5, 1, 0, 0), "minRate: expected a number above 0 and at most 1, found 0");
        ReduceOnPlateau rule = new ReduceOnPlateau();
        refuses(() -> new Plateau(rule, 2, 0, 0), "factor: expected a number above 0 and at most 1, found 2");
        refuses(() -> new Plateau(rule, 1, Double.NaN, 0), "best: expected a number, found NaN");
        refuses(() -> new Plateau(rule, 1, 0, 10), "epochsSince: expected 0 or more and below 10, found 10");
        refuses(() -> new Plateau(rule, 1, 0, -1), "epochsSince: expected 0 or more and below 10, found -1");
    }
}
