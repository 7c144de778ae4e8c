package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {
    private static float[] random(int length, long seed) {
        Philox random = new Philox(seed, length);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) {
            a[i] = random.nextFloat() * 2 - 1;
        }
        return a;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 1001})
    void kernelsDoWhatPlainLoopsDo(int length) {
        float[] a = random(length, 1);
        float[] b = random(length, 2);
        float[] sum = a.clone();
        Kernels.addInPlace(sum, b, 0, length);
        float[] scaled = a.clone();
        Kernels.scaleInPlace(scaled, -1.5f);
        float[] added = a.clone();
        Kernels.addScaledInPlace(added, 0.25f, b, 0, length);
        for (int i = 0; i < length; i++) {
            assertThat(sum[i]).isEqualTo(a[i] + b[i]);
            assertThat(scaled[i]).isEqualTo(a[i] * -1.5f);
            assertThat(added[i]).isEqualTo(a[i] + 0.25f * b[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 1001})
    void sumOfSquaresAddsInTheStatedOrder(int length) {
        float[] a = random(length + 5, 3);
        double[] accumulators = new double[4];
        int whole = length / 4 * 4;
        for (int i = 0; i < whole; i++) {
            accumulators[i % 4] += (double) a[2 + i] * a[2 + i];
        }
        double tail = 0;
        for (int i = whole; i < length; i++) {
            tail += (double) a[2 + i] * a[2 + i];
        }
        double expected = ((accumulators[0] + accumulators[1]) + (accumulators[2] + accumulators[3])) + tail;
        assertThat(Kernels.sumOfSquares(a, 2, length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 1001})
    void dotAndSumOfMagnitudesAddInTheStatedOrder(int length) {
        float[] a = random(length + 5, 3);
        float[] b = random(length + 4, 6);
        double[] dot = new double[5];
        double[] sum = new double[5];
        int whole = length / 4 * 4;
        for (int i = 0; i < length; i++) {
            int accumulator = i < whole ? i % 4 : 4;
            dot[accumulator] += (double) a[2 + i] * b[2 + i];
            sum[accumulator] += Math.abs((double) a[2 + i]);
        }
        assertThat(Kernels.dot(a, b, 2, length)).isEqualTo(((dot[0] + dot[1]) + (dot[2] + dot[3])) + dot[4]);
        assertThat(Kernels.sumOfMagnitudes(a, 2, length)).isEqualTo(((sum[0] + sum[1]) + (sum[2] + sum[3])) + sum[4]);
        assertThat(Kernels.dot(a, a, 2, length)).isEqualTo(Kernels.sumOfSquares(a, 2, length));
    }

    @Test
    void sumOfSquaresDoesNotOverflow() {
        assertThat(Kernels.sumOfSquares(new float[] {Float.MAX_VALUE, Float.MAX_VALUE}, 0, 2))
                .isEqualTo(2 * (double) Float.MAX_VALUE * Float.MAX_VALUE);
    }

    @Test
    void addScaledLeavesWhatIsOutsideTheRange() {
        float[] to = random(9, 4);
        float[] before = to.clone();
        Kernels.addScaledInPlace(to, 2, random(9, 5), 3, 4);
        for (int i = 0; i < 9; i++) {
            assertThat(to[i] != before[i]).isEqualTo(i >= 3 && i < 7);
        }
    }

    @Test
    void firstNonFiniteIsFoundInsideTheRange() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] a = {bad, 1, Float.MAX_VALUE, bad, -Float.MAX_VALUE, bad};
            assertThat(Kernels.firstNonFinite(a, 0, 6)).isEqualTo(0);
            assertThat(Kernels.firstNonFinite(a, 1, 5)).isEqualTo(3);
            assertThat(Kernels.firstNonFinite(a, 1, 2)).isEqualTo(-1);
            assertThat(Kernels.firstNonFinite(a, 4, 2)).isEqualTo(5);
            assertThat(Kernels.firstNonFinite(a, 6, 0)).isEqualTo(-1);
        }
    }

    @Test
    void rangesOutsideTheArraysAreRefused() {
        float[] four = new float[4];
        assertThatThrownBy(() -> Kernels.addInPlace(four, new float[3], 0, 4)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.addScaledInPlace(four, 1, new float[3], 0, 4))
                .isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.addScaledInPlace(new float[3], 1, four, 0, 4))
                .isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.sumOfSquares(four, 2, 3)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.sumOfSquares(four, -1, 2)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.firstNonFinite(four, 4, 1)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.dot(four, new float[3], 0, 4)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.dot(new float[3], four, 0, 4)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.dot(four, four, 2, 3)).isInstanceOf(OUT);
        assertThatThrownBy(() -> Kernels.sumOfMagnitudes(four, -1, 2)).isInstanceOf(OUT);
    }

    private static final Class<IndexOutOfBoundsException> OUT = IndexOutOfBoundsException.class;
}
