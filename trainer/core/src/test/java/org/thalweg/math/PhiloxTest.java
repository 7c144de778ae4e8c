package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistical bounds are at least five standard deviations wide; the seeds are fixed. */
class PhiloxTest {
    /** The lines "philox4x32 10" of kat_vectors, Random123 (Salmon, Moraes, Dror and Shaw 2011). */
    @Test
    void blockGivesThePapersKnownAnswers() {
        assertBlock(new int[4], new int[2], 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertBlock(new int[] {-1, -1, -1, -1}, new int[] {-1, -1}, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertBlock(
                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                new int[] {0xa4093822, 0x299f31d0},
                0xd16cfe09,
                0x94fdcceb,
                0x5001e420,
                0x24126ea1);
    }

    private static void assertBlock(int[] counter, int[] key, int... expected) {
        int[] out = new int[4];
        Philox.block(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out, 0);
        assertThat(out).containsExactly(expected);
    }

    @Test
    void streamIsTheBlocksOfItsCounter() {
        long seed = 0x299f31d0a4093822L;
        long stream = 0x0370734413198a2eL;
        Philox random = new Philox(seed, stream);
        int[] out = new int[4];
        for (int block = 0; block < 3; block++) {
            Philox.block(block, 0, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, out, 0);
            for (int word : out) {
                assertThat(random.nextInt()).isEqualTo(word);
            }
        }
        Philox longs = new Philox(0, 0);
        assertThat(longs.nextLong()).isEqualTo(0x6627e8d5e169c58dL);
        assertThat(longs.nextLong()).isEqualTo(0xbc57ac4c9b00dbd8L);
    }

    @Test
    void seedsAndStreamsDifferInEveryHalf() {
        long first = new Philox(5, 6).nextLong();
        for (Philox other : new Philox[] {
            new Philox(4, 6),
            new Philox(5 | 1L << 40, 6),
            new Philox(5, 7),
            new Philox(5, 6 | 1L << 40),
            new Philox(6, 5)
        }) {
            assertThat(other.nextLong()).isNotEqualTo(first);
        }
    }

    @Test
    void everyBitIsSetHalfTheTime() {
        Philox random = new Philox(1, 2);
        int draws = 40_000;
        int[] set = new int[64];
        for (int i = 0; i < draws; i++) {
            long word = random.nextLong();
            for (int bit = 0; bit < 64; bit++) {
                set[bit] += (int) (word >>> bit & 1);
            }
        }
        assertThat(Arrays.stream(set).min().getAsInt()).isGreaterThan(20_000 - 550);
        assertThat(Arrays.stream(set).max().getAsInt()).isLessThan(20_000 + 550);
    }

    @Test
    void fractionsAreUniformBelowOne() {
        Philox random = new Philox(3, 0);
        int draws = 64_000;
        int[] floats = new int[64];
        int[] doubles = new int[64];
        for (int i = 0; i < draws; i++) {
            float f = random.nextFloat();
            double d = random.nextDouble();
            assertThat(f >= 0 && f < 1 && d >= 0 && d < 1).isTrue();
            assertThat(f * 0x1p24f).isEqualTo((int) (f * 0x1p24f));
            floats[(int) (f * 64)]++;
            doubles[(int) (d * 64)]++;
        }
        assertThat(chiSquare(floats, draws)).isLessThan(63 + 5 * Math.sqrt(126));
        assertThat(chiSquare(doubles, draws)).isLessThan(63 + 5 * Math.sqrt(126));
    }

    @Test
    void normalsHaveTheNormalMoments() {
        Philox random = new Philox(4, 0);
        int draws = 200_000;
        double[] moments = new double[5];
        int beyond2 = 0;
        double lag = 0;
        double last = 0;
        for (int i = 0; i < draws; i++) {
            double x = random.nextNormal();
            for (int m = 1; m < 5; m++) {
                moments[m] += Math.pow(x, m) / draws;
            }
            beyond2 += Math.abs(x) > 2 ? 1 : 0;
            lag += x * last / draws;
            last = x;
        }
        double sigma = 1 / Math.sqrt(draws);
        assertThat(moments[1]).isCloseTo(0, within(5 * sigma));
        assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2) * sigma));
        assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15) * sigma));
        assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96) * sigma));
        assertThat(lag).isCloseTo(0, within(5 * sigma));
        assertThat((double) beyond2 / draws).isCloseTo(0.0455, within(5 * 0.21 * sigma));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 64, 1000})
    void boundedNumbersAreUniform(int bound) {
        Philox random = new Philox(5, bound);
        int draws = 1000 * Math.min(bound, 100);
        int[] counts = new int[bound];
        for (int i = 0; i < draws; i++) {
            counts[random.nextInt(bound)]++;
        }
        assertThat(chiSquare(counts, draws)).isLessThan(bound - 1 + 5 * Math.sqrt(2 * bound));
    }

    /** Of 8 words 3 give a number ≡ 0, 3 one ≡ 1 and 2 one ≡ 2 (mod 3), unless some are rejected. */
    @Test
    void boundThatDividesBadlyIsUnbiased() {
        Philox random = new Philox(6, 0);
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++) {
            int number = random.nextInt(3 << 29);
            assertThat(number).isBetween(0, (3 << 29) - 1);
            counts[number % 3]++;
        }
        assertThat(chiSquare(counts, 30_000)).isLessThan(2 + 5 * 2);
        assertThat(random.nextInt(Integer.MAX_VALUE)).isNotNegative();
    }

    @Test
    void wordsInBulkAreThoseOfTheCursor() {
        for (long seed : new long[] {0, -1, 0x123456789ABCDEFL}) {
            for (long stream : new long[] {0, 7, -5, 1L << 40}) {
                int[] words = new int[4 * 9];
                Philox.fill(seed, stream, 9, words);
                Philox cursor = new Philox(seed, stream);
                for (int word : words) {
                    assertThat(word).isEqualTo(cursor.nextInt());
                }
            }
        }
        assertThatThrownBy(() -> Philox.fill(1, 1, 2, new int[7])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void boundThatIsNotPositiveIsRefused() {
        for (int bound : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> new Philox(0, 0).nextInt(bound))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found " + bound);
        }
    }

    @Test
    void everyInputBitOfMixFlipsEveryOutputBitHalfTheTime() {
        Philox random = new Philox(7, 0);
        int samples = 1500;
        int[][] flips = new int[128][64];
        for (int sample = 0; sample < samples; sample++) {
            // Half of them small, as seeds, epochs and lanes are.
            long a = sample % 2 == 0 ? random.nextLong() : sample;
            long b = sample % 2 == 0 ? random.nextLong() : sample / 7;
            long mixed = Philox.mix(a, b);
            for (int in = 0; in < 128; in++) {
                long changed = in < 64 ? Philox.mix(a ^ 1L << in, b) : Philox.mix(a, b ^ 1L << in - 64);
                for (int out = 0; out < 64; out++) {
                    flips[in][out] += (int) ((mixed ^ changed) >>> out & 1);
                }
            }
        }
        double sigma = 0.5 / Math.sqrt(samples);
        for (int in = 0; in < 128; in++) {
            for (int out = 0; out < 64; out++) {
                assertThat((double) flips[in][out] / samples)
                        .as("input bit %d, output bit %d", in, out)
                        .isBetween(0.5 - 6 * sigma, 0.5 + 6 * sigma);
            }
        }
    }

    @Test
    void mixReportsItsWordsApart() {
        assertThat(Philox.mix(1, 2)).isNotEqualTo(Philox.mix(2, 1));
        assertThat(Philox.mix(0, 0)).isNotZero();
    }

    static double chiSquare(int[] counts, double draws) {
        double expected = draws / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
