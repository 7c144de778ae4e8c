package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.GradientSum;
import org.thalweg.train.SumForm;

class NonZeroColumnsTest {
    private static final int WIDTH = 5;
    private static final int REST = 3;
    private static final SumForm FORM = new SumForm(40, WIDTH, GradientPrecision.FLOAT32);

    /** Numbers in some of the columns, and after the columns. */
    private static float[] gradient(SumForm form, int... touched) {
        float[] gradient = new float[form.numbers() + REST];
        for (int column : touched) {
            for (int i = 0; i < form.width(); i++) {
                gradient[column * form.width() + i] = 100 * column + i + 1;
            }
        }
        Arrays.fill(gradient, form.numbers(), gradient.length, 7);
        return gradient;
    }

    private static int[] bits(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .map(i -> Float.floatToRawIntBits(numbers[i]))
                .toArray();
    }

    /** Into memory with other content. */
    private static float[] used(int length) {
        float[] memory = new float[length];
        Arrays.fill(memory, Float.NaN);
        return memory;
    }

    private static void assertColumnsAndRestored(SumForm form, float[] gradient, int... columns) {
        int[] before = bits(gradient);
        NonZeroColumns touched = NonZeroColumns.of(gradient, form).orElseThrow();
        assertThat(touched.columns()).containsExactly(columns);
        assertThat(touched.numbers()).hasSize(columns.length * form.width() + gradient.length - form.numbers());
        assertThat(bits(touched.restored(form, NonZeroColumnsTest::used))).isEqualTo(before);
        assertThat(bits(gradient)).isEqualTo(before);
    }

    @Test
    void noneTheFirstAndTheLast() {
        assertColumnsAndRestored(FORM, gradient(FORM));
        assertColumnsAndRestored(FORM, gradient(FORM, 0), 0);
        assertColumnsAndRestored(FORM, gradient(FORM, 39), 39);
        assertColumnsAndRestored(FORM, gradient(FORM, 0, 1, 17, 38, 39), 0, 1, 17, 38, 39);
    }

    @Test
    void aColumnIsTouchedByOneNumberAlone() {
        for (float number : new float[] {-0f, Float.NaN, Float.intBitsToFloat(0x7FA00001), Float.MIN_VALUE, 1}) {
            for (int i = 0; i < WIDTH; i++) {
                float[] gradient = gradient(FORM);
                gradient[12 * WIDTH + i] = number;
                assertColumnsAndRestored(FORM, gradient, 12);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyColumnsOfAnyWidth(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            SumForm form = new SumForm(1 + random.nextInt(300), 1 + random.nextInt(20), GradientPrecision.FLOAT32);
            double share = 0.3 * random.nextDouble();
            int[] touched = IntStream.range(0, form.columns())
                    .filter(column -> random.nextDouble() < share)
                    .toArray();
            float[] gradient = gradient(form, touched);
            Optional<NonZeroColumns> found = NonZeroColumns.of(gradient, form);
            int most = Math.max(1, touched.length) * (form.width() + 1) + REST;
            assertThat(found.isPresent())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(most <= 0.75 * gradient.length);
            if (found.isPresent()) {
                assertColumnsAndRestored(form, gradient, touched);
            }
        }
    }

    @Test
    void thatIsAllOfItWhereMostColumnsAreTouched() {
        int[] all = IntStream.range(0, 40).toArray();
        assertThat(NonZeroColumns.of(gradient(FORM, all), FORM)).isEmpty();
        // Three quarters of 203 numbers are 152: 24 columns of 6 numbers and 3 more are 147, 25 columns are 153.
        assertThat(NonZeroColumns.of(gradient(FORM, Arrays.copyOf(all, 24)), FORM))
                .isPresent();
        assertThat(NonZeroColumns.of(gradient(FORM, Arrays.copyOf(all, 25)), FORM))
                .isEmpty();
        SumForm oneColumn = new SumForm(1, WIDTH, GradientPrecision.FLOAT32);
        assertThat(NonZeroColumns.of(gradient(oneColumn, 0), oneColumn)).isEmpty();
    }

    @Test
    void sumsOfDenseRowsAndOfNoneAreNotLookedAt() {
        assertThat(NonZeroColumns.of(new GradientSum(new float[500], 0, 1, 1))).isEmpty();
        assertThat(NonZeroColumns.of(new GradientSum(new float[0], 0, 0, 0).withForm(FORM)))
                .isEmpty();
        assertThat(NonZeroColumns.of(new GradientSum(gradient(FORM), 0, 1, 1).withForm(FORM)))
                .isPresent();
    }

    @Test
    void slicesCutNoColumn() {
        assertThat(FORM.columnStart(13)).isEqualTo(10);
        assertThat(FORM.columnStart(202)).isEqualTo(202);
        assertThat(FORM.slice(10, 25)).isEqualTo(new SumForm(3, WIDTH, GradientPrecision.FLOAT32));
        assertThat(FORM.slice(190, 203)).isEqualTo(new SumForm(2, WIDTH, GradientPrecision.FLOAT32));
        assertThat(FORM.slice(200, 203)).isEqualTo(SumForm.DENSE);
        assertThat(SumForm.DENSE.slice(3, 9)).isEqualTo(SumForm.DENSE);
        assertThat(SumForm.DENSE.columnStart(3)).isEqualTo(3);
    }
}
