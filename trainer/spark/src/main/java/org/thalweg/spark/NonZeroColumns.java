package org.thalweg.spark;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.thalweg.train.GradientSum;
import org.thalweg.train.SumForm;

/**
 * A gradient without the columns that are all +0.0, which belong to inputs that are zero in all rows of a step. A column with
 * −0.0 is not left out, so that the gradient is restored bit for bit.
 *
 * @param columns the indices of the other columns, ascending
 * @param numbers their values, [columns × width], followed by all values after the gradient's columns
 */
record NonZeroColumns(int[] columns, float[] numbers) {
    /** If a larger share of the gradient would remain, compressing it is not worthwhile. */
    private static final double MAX_SHARE = 0.75;

    /** Compresses a sum; empty if it has no columns to leave out, or too few. */
    static Optional<NonZeroColumns> of(GradientSum sum) {
        return sum.form().columns() == 0 || sum.rows() == 0 ? Optional.empty() : of(sum.gradient(), sum.form());
    }

    /** Compresses a gradient of the given form; empty if there are too few columns to leave out. */
    static Optional<NonZeroColumns> of(float[] gradient, SumForm form) {
        int width = form.width();
        int rest = gradient.length - form.numbers();
        // Each column costs its index in addition to its values.
        int most = (int) Math.min(form.columns(), (MAX_SHARE * gradient.length - rest) / (width + 1));
        if (most <= 0) {
            return Optional.empty();
        }
        int[] touched = new int[most];
        float[] zeros = new float[width];
        int count = 0;
        for (int column = 0; column < form.columns(); column++) {
            int at = column * width;
            // By bits: −0.0 and NaN are not equal to +0.0.
            if (!Arrays.equals(gradient, at, at + width, zeros, 0, width)) {
                if (count == most) {
                    return Optional.empty();
                }
                touched[count++] = column;
            }
        }
        float[] numbers = new float[count * width + rest];
        for (int i = 0; i < count; i++) {
            System.arraycopy(gradient, touched[i] * width, numbers, i * width, width);
        }
        System.arraycopy(gradient, form.numbers(), numbers, count * width, rest);
        return Optional.of(new NonZeroColumns(Arrays.copyOf(touched, count), numbers));
    }

    /**
     * Restores the gradient.
     *
     * @param memory returns an array of a given length; all of it is overwritten
     */
    float[] restored(SumForm form, IntFunction<float[]> memory) {
        int width = form.width();
        int ofColumns = columns.length * width;
        float[] gradient = memory.apply(form.numbers() + numbers.length - ofColumns);
        int written = 0;
        for (int i = 0; i < columns.length; i++) {
            int at = columns[i] * width;
            Arrays.fill(gradient, written, at, 0);
            System.arraycopy(numbers, i * width, gradient, at, width);
            written = at + width;
        }
        Arrays.fill(gradient, written, form.numbers(), 0);
        System.arraycopy(numbers, ofColumns, gradient, form.numbers(), numbers.length - ofColumns);
        return gradient;
    }
}
