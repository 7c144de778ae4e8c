package org.thalweg.train;

import java.util.Objects;
import org.thalweg.nn.Network;

/**
 * What is known of the numbers of a {@link GradientSum} before they are looked at: they begin with columns, of which many may be
 * all 0. These are a first layer's gradients, input by input, over rows that hold no zeros. All other numbers come after them.
 *
 * @param columns 0 where there are none
 * @param width numbers of a column
 * @param precision that all numbers are rounded to
 */
public record SumForm(int columns, int width, GradientPrecision precision) {
    /** No such columns, and no rounding. */
    public static final SumForm DENSE = new SumForm(0, 0, GradientPrecision.FLOAT32);

    /** Checks the ranges. */
    public SumForm {
        Objects.requireNonNull(precision, "precision");
        if (columns < 0 || width < 0 || columns > 0 && width == 0) {
            throw new IllegalArgumentException(
                    "form: expected columns of 1 number or more, or none, found " + columns + " of " + width);
        }
    }

    /** The form of a plan's gradients. */
    public static SumForm of(TrainingPlan plan) {
        Network network = plan.network();
        return network.sparse()
                ? new SumForm(network.inputs(), network.layers().get(0).outputs(), plan.precision())
                : new SumForm(0, 0, plan.precision());
    }

    /** The numbers of all columns. */
    public int numbers() {
        return columns * width;
    }

    /** Where the column of a number begins; behind the columns, the number itself. */
    public int columnStart(int number) {
        return number < numbers() ? number - number % width : number;
    }

    /**
     * The form of some of the numbers.
     *
     * @param from a {@linkplain #columnStart start}
     * @param end behind the last of them
     */
    public SumForm slice(int from, int end) {
        int whole = columns == 0 ? 0 : (Math.min(end, numbers()) - from) / width;
        return whole > 0 ? new SumForm(whole, width, precision) : new SumForm(0, 0, precision);
    }
}
