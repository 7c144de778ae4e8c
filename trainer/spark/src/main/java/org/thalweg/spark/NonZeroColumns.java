package org.thalweg.spark;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.thalweg.train.GradientSum;
import org.thalweg.train.SumForm;

/**
 * The numbers of a gradient without its columns that are all +0.0: those of inputs that no row of a step has. −0.0 is a number
 * like any other, so that the gradient is restored bit for bit.
 *
 * @param columns the others, ascending
 * @param numbers theirs, [columns × width], then all that come after the gradient's columns
 */
record NonZeroColumns(int[] columns, float[] numbers) {
    /** More of a gradient is not worth the work of taking it apart. */
    private static final double MOST = 0.75;

    /** Those of a sum; none where its form says that there is nothing to leave out, or there is too little. */
    static Optional<NonZeroColumns> of(GradientSum sum) {
        return sum.form().columns() == 0 || sum.rows() == 0 ? Optional.empty() : of(sum.gradient(), sum.form());
    }

    /** Those of a gradient of a form. */
    static Optional<NonZeroColumns> of(float[] gradient, SumForm form) {
        int width = form.width();
        int rest = gradient.length - form.numbers();
        // Each column costs its number beside its numbers.
        int most = (int) Math.min(form.columns(), (MOST * gradient.length - rest) / (width + 1));
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
     * The gradient as it was.
     *
     * @param memory gives an array of a length; all of it is written
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
