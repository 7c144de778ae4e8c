package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The bounds are those that the Javadoc states. */
class ElementaryTest {
    @Test
    void tanhKeepsItsErrorBound() {
        double worst = 0;
        float at = 0;
        for (float x = -12; x <= 12; x += 1e-5f) {
            float y = Elementary.tanh(x);
            assertThat(y >= -1 && y <= 1).as("tanh(%s) = %s", x, y).isTrue();
            double error = Math.abs(y - StrictMath.tanh(x));
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(4e-7);
        assertThat(worst).as("the stated bound is not slack").isGreaterThan(3e-7);
    }

    @Test
    void sigmoidKeepsItsErrorBound() {
        double worst = 0;
        float at = 0;
        for (float x = -25; x <= 25; x += 2e-5f) {
            float y = Elementary.sigmoid(x);
            assertThat(y >= 0 && y <= 1).as("sigmoid(%s) = %s", x, y).isTrue();
            double error = Math.abs(y - 1 / (1 + StrictMath.exp(-(double) x)));
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(2.3e-7);
        assertThat(worst).as("the stated bound is not slack").isGreaterThan(1.5e-7);
    }

    @Test
    void tanhIsOddAndRelativelyExactNearZero() {
        for (float x = 1e-30f; x < 20; x *= 1.01f) {
            assertThat(Elementary.tanh(-x)).isEqualTo(-Elementary.tanh(x));
            if (x < 0.1f) {
                assertThat(Math.abs(Elementary.tanh(x) / StrictMath.tanh(x) - 1))
                        .as("at %s", x)
                        .isLessThan(5e-7);
            }
        }
    }

    @Test
    void curvesAreFlatAndSaneAtTheEnds() {
        for (float x : new float[] {20, 1e4f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(Elementary.tanh(x)).isBetween(1 - 4e-7f, 1f);
            assertThat(Elementary.tanh(-x)).isBetween(-1f, -1 + 4e-7f);
            assertThat(Elementary.sigmoid(x)).isBetween(1 - 2.3e-7f, 1f);
            assertThat(Elementary.sigmoid(-x)).isBetween(0f, 2.3e-7f);
        }
        assertThat(Elementary.tanh(0)).isZero();
        assertThat(Elementary.sigmoid(0)).isEqualTo(0.5f);
        assertThat(Elementary.tanh(Float.NaN)).isNaN();
        assertThat(Elementary.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void expKeepsItsErrorBound() {
        double worst = 0;
        double at = 0;
        for (double x = -708; x <= 709; x += 0.00143) {
            double error = Math.abs(Elementary.exp(x) / StrictMath.exp(x) - 1);
            if (!(error <= worst)) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(1e-15);
        assertThat(Elementary.exp(709) / StrictMath.exp(709)).isBetween(1 - 1e-15, 1 + 1e-15);
        assertThat(Elementary.exp(-708) / StrictMath.exp(-708)).isBetween(1 - 1e-15, 1 + 1e-15);
        assertThat(Elementary.exp(0)).isEqualTo(1);
        assertThat(Elementary.exp(-0.0)).isEqualTo(1);
    }

    @Test
    void expEndsInZeroInfinityAndNaN() {
        assertThat(Elementary.exp(Math.nextDown(-708))).isZero();
        assertThat(Elementary.exp(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Elementary.exp(Math.nextUp(709))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Elementary.exp(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Elementary.exp(Double.NaN)).isNaN();
    }

    @Test
    void softplusNeitherOverflowsNorLosesSmallNumbers() {
        for (double x = -700; x <= 700; x += 0.37) {
            double expected = x > 30 ? x + StrictMath.exp(-x) : StrictMath.log1p(StrictMath.exp(x));
            assertThat(Math.abs(Elementary.softplus(x) / expected - 1))
                    .as("at %s", x)
                    .isLessThan(2e-15);
        }
        assertThat(Elementary.softplus(1e300)).isEqualTo(1e300);
        assertThat(Elementary.softplus(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Elementary.softplus(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Elementary.softplus(Double.NaN)).isNaN();
    }
}
