package org.thalweg.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DigitsTest {
    /** SHA-256 of label and grey levels, one byte each, of digits 0 to 199 for seed 42. */
    private static final String GOLDEN = "d29e95fe62c750bfd00121baee694565d6f78b4b10ca9135c766ba138db4da9d";

    @Test
    void digitsNeverChange() throws Exception {
        Digits digits = new Digits(42);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        float[] pixels = new float[Digits.PIXELS];
        for (int index = 0; index < 200; index++) {
            sha.update((byte) digits.drawInto(index, pixels, 0));
            for (float grey : pixels) {
                sha.update((byte) (int) grey);
            }
        }
        assertThat(HexFormat.of().formatHex(sha.digest())).isEqualTo(GOLDEN);
    }

    @Test
    void digitIsAFunctionOfSeedAndIndexAlone() {
        long[] indexes = {0, 1, 2, 3, 1_000_000_007, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        Digits one = new Digits(5);
        float[][] forwards = new float[indexes.length][];
        for (int k = 0; k < indexes.length; k++) {
            forwards[k] = draw(one, indexes[k]);
        }
        Digits other = new Digits(5);
        for (int k = indexes.length - 1; k >= 0; k--) {
            assertThat(draw(other, indexes[k])).as("digit %d", indexes[k]).isEqualTo(forwards[k]);
        }
        for (int k = 1; k < indexes.length; k++) {
            assertThat(forwards[k]).as("digit %d", indexes[k]).isNotEqualTo(forwards[k - 1]);
        }
    }

    @Test
    void differentSeedsGiveDifferentDigits() {
        Digits one = new Digits(1);
        Digits highBitsOnly = new Digits(1 | 1L << 32);
        int sameLabels = 0;
        for (int index = 0; index < 1000; index++) {
            sameLabels += one.label(index) == highBitsOnly.label(index) ? 1 : 0;
        }
        assertThat(sameLabels).isBetween(50, 150);
        for (int index = 0; index < 20; index++) {
            assertThat(draw(one, index)).as("digit %d", index).isNotEqualTo(draw(highBitsOnly, index));
        }
    }

    @Test
    void imageIsWrittenAtItsOffsetAndNowhereElse() {
        Digits digits = new Digits(3);
        float[] alone = draw(digits, 8);
        float[] pixels = new float[3 + Digits.PIXELS + 2];
        Arrays.fill(pixels, -7);
        digits.drawInto(8, pixels, 3);
        assertThat(Arrays.copyOfRange(pixels, 3, 3 + Digits.PIXELS)).isEqualTo(alone);
        assertThat(Arrays.copyOfRange(pixels, 0, 3)).containsOnly(-7);
        assertThat(Arrays.copyOfRange(pixels, 3 + Digits.PIXELS, pixels.length)).containsOnly(-7);
    }

    @Test
    void imageThatDoesNotFitIsRefused() {
        Digits digits = new Digits(3);
        float[] pixels = new float[Digits.PIXELS + 1];
        digits.drawInto(0, pixels, 1);
        for (int offset : new int[] {-1, 2, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> digits.drawInto(0, pixels, offset))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pixels: expected 784 values from offset " + offset + ", found an array of 785");
        }
        assertThatThrownBy(() -> digits.drawInto(0, new float[783], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void greyLevelsAreWholeNumbersOfAByte() {
        Digits digits = new Digits(11);
        for (int index = 0; index < 500; index++) {
            for (float grey : draw(digits, index)) {
                assertThat(grey >= 0 && grey <= 255 && grey == (int) grey)
                        .as("digit %d holds %s", index, grey)
                        .isTrue();
            }
        }
    }

    @Test
    void labelIsWhatDrawingReturns() {
        Digits digits = new Digits(-9);
        float[] pixels = new float[Digits.PIXELS];
        for (int index = 0; index < 200; index++) {
            assertThat(digits.drawInto(index, pixels, 0)).isEqualTo(digits.label(index));
        }
    }

    /** Bounds are five standard deviations of independent draws. */
    @Test
    void labelsAreBalancedWithoutAnOrder() {
        Digits digits = new Digits(0);
        int rows = 20_000;
        int[] counts = new int[Digits.CLASSES];
        int[][] pairs = new int[Digits.CLASSES][Digits.CLASSES];
        int[] equalAtLag = new int[21];
        for (int index = 0; index < rows; index++) {
            int label = digits.label(index);
            counts[label]++;
            pairs[label][digits.label(index + 1)]++;
            for (int lag = 1; lag < equalAtLag.length; lag++) {
                equalAtLag[lag] += label == digits.label(index + lag) ? 1 : 0;
            }
        }
        assertEachBetween(1788, 2212, counts);
        for (int[] after : pairs) {
            assertEachBetween(130, 270, after);
        }
        assertEachBetween(1788, 2212, Arrays.copyOfRange(equalAtLag, 1, equalAtLag.length));
    }

    @Test
    void inkIsEnoughAndInsideTheFrame() {
        Digits digits = new Digits(21);
        for (int index = 0; index < 2000; index++) {
            float[] pixels = draw(digits, index);
            int dark = 0;
            for (int k = 0; k < Digits.PIXELS; k++) {
                dark += pixels[k] > 100 ? 1 : 0;
                int row = k / Digits.SIDE;
                int column = k % Digits.SIDE;
                boolean edge = Math.min(row, column) == 0 || Math.max(row, column) == Digits.SIDE - 1;
                assertThat(edge && pixels[k] > 64)
                        .as("digit %d: ink on the edge at row %d, column %d", index, row, column)
                        .isFalse();
            }
            assertThat(dark).as("dark pixels of digit %d", index).isBetween(10, 300);
        }
    }

    /**
     * Learnable, since the classes' mean images already separate many digits; not trivial, since they do not separate
     * all.
     */
    @Test
    void classesAreNeitherRandomNorTrivial() {
        Digits digits = new Digits(77);
        double[][] centroids = centroids(digits, 2000);
        int right = 0;
        for (int index = 2000; index < 3000; index++) {
            right += nearest(centroids, draw(digits, index)) == digits.label(index) ? 1 : 0;
        }
        assertThat(right / 1000.0).isBetween(0.6, 0.85);
    }

    private static void assertEachBetween(int low, int high, int[] counts) {
        for (int count : counts) {
            assertThat(count).as("one of %s", Arrays.toString(counts)).isBetween(low, high);
        }
    }

    private static double[][] centroids(Digits digits, int rows) {
        double[][] sums = new double[Digits.CLASSES][Digits.PIXELS];
        int[] counts = new int[Digits.CLASSES];
        for (int index = 0; index < rows; index++) {
            float[] pixels = draw(digits, index);
            int label = digits.label(index);
            counts[label]++;
            for (int k = 0; k < Digits.PIXELS; k++) {
                sums[label][k] += pixels[k];
            }
        }
        for (int label = 0; label < Digits.CLASSES; label++) {
            for (int k = 0; k < Digits.PIXELS; k++) {
                sums[label][k] /= counts[label];
            }
        }
        return sums;
    }

    private static int nearest(double[][] centroids, float[] pixels) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < centroids.length; label++) {
            double distance = 0;
            for (int k = 0; k < pixels.length; k++) {
                double difference = pixels[k] - centroids[label][k];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = label;
            }
        }
        return best;
    }

    private static float[] draw(Digits digits, long index) {
        float[] pixels = new float[Digits.PIXELS];
        digits.drawInto(index, pixels, 0);
        return pixels;
    }
}
