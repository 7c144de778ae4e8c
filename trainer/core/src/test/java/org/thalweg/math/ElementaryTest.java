package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

    /** Against erf x = 2/√π e^(−x²) Σₙ 2ⁿ x^(2n+1) / (1·3·5 … (2n+1)), which has no cancellation. */
    @Test
    void erfKeepsItsErrorBound() {
        double worst = 0;
        float at = 0;
        for (float x = 0; x <= 6; x += 1e-4f) {
            double term = x;
            double sum = x;
            for (int odd = 3; term > 1e-18 * sum; odd += 2) {
                term *= 2.0 * x * x / odd;
                sum += term;
            }
            double expected = 2 / Math.sqrt(Math.PI) * Math.exp(-(double) x * x) * sum;
            assertThat(Elementary.erf(-x)).isEqualTo(-Elementary.erf(x));
            double error = Math.abs(Elementary.erf(x) - expected);
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(6e-7);
        assertThat(worst).as("the stated bound is not slack").isGreaterThan(1e-7);
        assertThat(Elementary.erf(Float.POSITIVE_INFINITY)).isBetween(1 - 6e-7f, 1 + 6e-7f);
        assertThat(Elementary.erf(Float.NaN)).isNaN();
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

    private static float expOf(float x) {
        float[] into = new float[1];
        Elementary.expInto(new float[] {x}, 1, new float[1], into);
        return into[0];
    }

    private static float logOf(float x) {
        float[] into = new float[1];
        Elementary.logInto(new float[] {x}, 1, new float[1], into);
        return into[0];
    }

    @Test
    void expOfFloatsKeepsItsErrorBound() {
        double worst = 0;
        float at = 0;
        for (float x = -103.9f; x < 88.72f; x += 1.7e-4f) {
            double expected = StrictMath.exp(x);
            double found = expOf(x);
            double error = Math.abs(found - expected);
            if (expected < Float.MIN_NORMAL) {
                assertThat(error).as("at %s", x).isLessThanOrEqualTo(Float.MIN_VALUE);
            } else if (!(error / expected <= worst)) {
                worst = error / expected;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(1.7e-7);
        assertThat(worst).as("the stated bound is not slack").isGreaterThan(1.2e-7);
    }

    @Test
    void expOfFloatsEndsInZeroInfinityAndNaN() {
        assertThat(expOf(0)).isEqualTo(1);
        assertThat(expOf(-0f)).isEqualTo(1);
        assertThat(expOf(Float.MIN_VALUE)).isEqualTo(1);
        assertThat(expOf(88.72f)).isFinite().isGreaterThan(3.39e38f);
        assertThat(expOf(-103.9f)).isEqualTo(Float.MIN_VALUE);
        for (float x : new float[] {88.73f, 89, 1000, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(expOf(x)).as("at %s", x).isEqualTo(Float.POSITIVE_INFINITY);
            float y = x < 100 ? -104 : -x;
            assertThat(expOf(y)).as("at %s", y).isEqualTo(0);
        }
        assertThat(expOf(Float.NaN)).isNaN();
        assertThat(expOf(-Float.NaN)).isNaN();
    }

    @Test
    void logOfFloatsKeepsItsErrorBound() {
        double worst = 0;
        float at = 0;
        for (int bits = 1; bits < Float.floatToRawIntBits(Float.POSITIVE_INFINITY); bits += 997) {
            float x = Float.intBitsToFloat(bits);
            double error = Math.abs(logOf(x) / StrictMath.log(x) - 1);
            if (x != 1 && !(error <= worst)) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("at %s", at).isLessThanOrEqualTo(1e-7);
        assertThat(worst).as("the stated bound is not slack").isGreaterThan(7e-8);
        for (float x = 0.99f; x < 1.01f; x = Math.nextUp(x)) {
            double expected = StrictMath.log(x);
            assertThat(Math.abs(logOf(x) - expected)).as("at %s", x).isLessThanOrEqualTo(1e-7 * Math.abs(expected));
        }
    }

    @Test
    void logOfFloatsEndsInInfinitiesAndNaN() {
        assertThat(logOf(1)).isEqualTo(0);
        assertThat(logOf(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logOf(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logOf(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(logOf(Float.MIN_VALUE)).isCloseTo(-103.27893f, within(1e-5f));
        assertThat(logOf(Float.MIN_NORMAL)).isCloseTo(-87.33655f, within(1e-5f));
        assertThat(logOf(Float.MAX_VALUE)).isCloseTo(88.72284f, within(1e-5f));
        for (float x : new float[] {-Float.MIN_VALUE, -1, Float.NEGATIVE_INFINITY, Float.NaN, -Float.NaN}) {
            assertThat(logOf(x)).as("at %s", x).isNaN();
        }
    }

    /** Vectors, their tails and single numbers are the same arithmetic; and input and output may be one array. */
    @Test
    void arraysOfAnyLengthHaveTheBitsOfSingleNumbers() {
        for (int length : new int[] {0, 1, 7, 16, 33, 1000}) {
            for (int call = 0; call < 300; call++) {
                float[] x = new float[length];
                for (int i = 0; i < length; i++) {
                    x[i] = (float) StrictMath.exp(0.1 * (i % 900) - 60 + 0.001 * call);
                }
                float[] logarithms = new float[length];
                Elementary.logInto(x, length, new float[length], logarithms);
                float[] back = logarithms.clone();
                Elementary.expInto(back, length, new float[length], back);
                for (int i = 0; call % 100 == 99 && i < length; i++) {
                    assertThat(logarithms[i]).isEqualTo(logOf(x[i]));
                    assertThat(back[i]).isEqualTo(expOf(logarithms[i]));
                }
            }
        }
    }

    @Test
    void rangesOutsideTheArraysAreRefused() {
        float[] two = new float[2];
        float[] three = new float[3];
        assertThatThrownBy(() -> Elementary.expInto(two, 3, three, three.clone()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Elementary.expInto(three, 3, two, three))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Elementary.logInto(three, 3, three.clone(), two))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Elementary.logInto(three, -1, three.clone(), three))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void logarithmInDoubleFollowsStrictMath() {
        Philox random = new Philox(9, 0);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.scalb(1 + random.nextFloat(), random.nextInt(2000) - 1000);
            assertThat(Elementary.log(x)).isCloseTo(StrictMath.log(x), within(1e-15 * Math.abs(StrictMath.log(x))));
            double nearOne = 1 + (random.nextFloat() - 0.5) / 1000;
            assertThat(Elementary.log(nearOne)).isCloseTo(StrictMath.log(nearOne), within(1e-16));
        }
        for (double x : new double[] {
            1, 0, -0.0, -1, Double.NaN, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY
        }) {
            assertThat((Double) Elementary.log(x)).as("ln %s", x).isEqualTo((Double) StrictMath.log(x));
        }
    }
}
