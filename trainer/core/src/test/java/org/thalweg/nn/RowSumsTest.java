package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.thalweg.math.Philox;

class RowSumsTest {
    private static final int OFFSET = 3;

    private static float[] random(int count, long seed) {
        Philox random = new Philox(seed, 0);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    @Test
    void sumsAreThoseOfPlainLoops() {
        for (int columns : new int[] {1, 2, 7, 64, 300, 511, 512, 513, 1000}) {
            RowSums sums = new RowSums(columns);
            for (int rows : new int[] {0, 1, 2, 7, 8, 9, 15, 16, 17, 100, 255, 513}) {
                float[] a = random(rows * columns + 5, 1000L * columns + rows);
                double[] expected = new double[columns];
                for (int i = 0; i < rows * columns; i++) {
                    expected[i % columns] += a[i];
                }
                float[] to = new float[OFFSET + columns + 1];
                Arrays.fill(to, 7);
                sums.sumInto(a, rows, to, OFFSET, false);
                for (int c = 0; c < columns; c++) {
                    assertThat(to[OFFSET + c])
                            .as("%d rows × %d, column %d", rows, columns, c)
                            .isCloseTo((float) expected[c], within(1e-6f * (rows + 1)));
                }
                float[] stored = to.clone();
                sums.sumInto(a, rows, to, OFFSET, true);
                for (int c = 0; c < columns; c++) {
                    assertThat(to[OFFSET + c]).isEqualTo(stored[OFFSET + c] + stored[OFFSET + c]);
                }
                assertThat(to[OFFSET - 1]).isEqualTo(7);
                assertThat(to[OFFSET + columns]).isEqualTo(7);
            }
        }
    }
}
