package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BFloat16Test {
    private static final int[] LOWER = {0, 1, 0x7FFE, 0x7FFF, 0x8000, 0x8001, 0xFFFE, 0xFFFF};

    /** The definition: of the two neighbours the nearer one, of equally near ones the even one. */
    private static int plain(int bits) {
        float x = Float.intBitsToFloat(bits);
        int below = bits & 0xFFFF0000; // towards 0
        if (Float.isNaN(x)) {
            return below | 0x00400000;
        }
        if (Float.isInfinite(x)) {
            return bits;
        }
        int above = below + 0x10000;
        double down = Math.abs((double) x - Float.intBitsToFloat(below));
        double up = Math.abs(magnitude(above) - Math.abs((double) x));
        boolean even = (below & 0x10000) == 0;
        return down < up || down == up && even ? below : above;
    }

    private static double magnitude(int bits) {
        float x = Math.abs(Float.intBitsToFloat(bits));
        return Float.isInfinite(x) ? 0x1p128 : x;
    }

    private static float[] patterns() {
        float[] a = new float[LOWER.length << 16];
        for (int upper = 0; upper < 1 << 16; upper++) {
            for (int i = 0; i < LOWER.length; i++) {
                a[upper * LOWER.length + i] = Float.intBitsToFloat(upper << 16 | LOWER[i]);
            }
        }
        return a;
    }

    private static int[] bits(float[] a) {
        int[] bits = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            bits[i] = Float.floatToRawIntBits(a[i]);
        }
        return bits;
    }

    @Test
    void everyPatternIsRoundedAsDefined() {
        float[] a = patterns();
        int[] expected = bits(a);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = plain(expected[i]);
        }
        BFloat16.roundInPlace(a, 0, a.length);
        assertThat(bits(a)).isEqualTo(expected);
        BFloat16.roundInPlace(a, 0, a.length);
        assertThat(bits(a)).as("rounded twice").isEqualTo(expected);
    }

    @Test
    void tiesGoToTheEvenOneAndWhatIsTooLargeIsInfinite() {
        float[] a = {
            0x1.01p0f,
            0x1.03p0f,
            -0x1.01p0f,
            0x1.FEp127f,
            0x1.FEFFFEp127f,
            0x1.FFp127f,
            -Float.MAX_VALUE,
            -0f,
            Float.MIN_VALUE
        };
        BFloat16.roundInPlace(a, 0, a.length);
        assertThat(a)
                .containsExactly(
                        1,
                        0x1.04p0f,
                        -1,
                        0x1.FEp127f,
                        0x1.FEp127f,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        -0f,
                        0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 1023, 1024, 1025, 2048, 5003})
    void aRangeIsAddedRoundedAndSentByItself(int length) {
        Random random = new Random(length);
        float[] a = new float[length + 5];
        float[] b = new float[length + 5];
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) random.nextGaussian();
            b[i] = (float) random.nextGaussian();
        }
        float[] sum = a.clone();
        BFloat16.addInPlace(sum, b, 3, length + 3);
        for (int i = 0; i < sum.length; i++) {
            boolean inside = i >= 3 && i < length + 3;
            float expected = inside ? Float.intBitsToFloat(plain(Float.floatToRawIntBits(a[i] + b[i]))) : a[i];
            assertThat(sum[i]).isEqualTo(expected);
        }
        byte[] sent = new byte[2 * length + 1];
        BFloat16.encode(sum, 3, length, sent);
        float[] arrived = a.clone();
        BFloat16.decode(sent, arrived, 3, length);
        assertThat(bits(arrived)).isEqualTo(bits(sum));
        assertThat(sent[2 * length]).isZero();
    }

    @Test
    void everyNumberOfSixteenBitsArrivesAsItWas() {
        float[] a = patterns();
        BFloat16.roundInPlace(a, 0, a.length);
        byte[] sent = new byte[2 * a.length];
        BFloat16.encode(a, 0, a.length, sent);
        float[] arrived = new float[a.length];
        BFloat16.decode(sent, arrived, 0, a.length);
        assertThat(bits(arrived)).isEqualTo(bits(a));
        byte[] one = new byte[2];
        BFloat16.encode(new float[] {-0x1.02p1f}, 0, 1, one);
        assertThat(one).containsExactly(0x01, 0xC0);
    }

    @Test
    void rangesOutsideTheArraysAreRefused() {
        Class<IndexOutOfBoundsException> out = IndexOutOfBoundsException.class;
        float[] four = new float[4];
        assertThatThrownBy(() -> BFloat16.roundInPlace(four, 1, 5)).isInstanceOf(out);
        assertThatThrownBy(() -> BFloat16.addInPlace(four, new float[3], 0, 4)).isInstanceOf(out);
        assertThatThrownBy(() -> BFloat16.encode(four, 0, 4, new byte[7])).isInstanceOf(out);
        assertThatThrownBy(() -> BFloat16.encode(four, 1, 4, new byte[8])).isInstanceOf(out);
        assertThatThrownBy(() -> BFloat16.decode(new byte[7], four, 0, 4)).isInstanceOf(out);
        assertThatThrownBy(() -> BFloat16.decode(new byte[8], four, 1, 4)).isInstanceOf(out);
    }
}
