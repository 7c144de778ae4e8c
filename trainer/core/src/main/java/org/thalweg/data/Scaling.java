package org.thalweg.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.thalweg.settings.Labelled;

/**
 * The scaling of a row's features: x′ᵢ = (xᵢ − shiftᵢ) · factorᵢ, where a missing xᵢ (NaN) is first replaced by fillᵢ.
 *
 * @param shift [inputs], or of length 0 for no scaling
 * @param factor [inputs], or of length 0 for no scaling
 * @param fill [inputs], or of length 0 if no value may be missing
 */
public record Scaling(float[] shift, float[] factor, float[] fill) {
    /** No scaling. */
    public static final Scaling NONE = new Scaling(new float[0], new float[0]);

    /** How shift and factor are derived from the training rows' statistics. */
    public enum Kind implements Labelled {
        /** Mean 0 and standard deviation 1. */
        STANDARD,
        /** From 0 to 1. */
        MIN_MAX,
        /** The greatest absolute value is 1; 0 stays 0. */
        MAX_ABS,
        /** No scaling. */
        NONE;

        /** Whether features are shifted; a constant feature then becomes 0. */
        public boolean shifts() {
            return this == STANDARD || this == MIN_MAX;
        }
    }

    /** Checks that the arrays that are not empty have the same length. */
    public Scaling {
        if (shift.length != factor.length) {
            throw new IllegalArgumentException("scaling: expected shift and factor of the same length, found "
                    + shift.length + " and " + factor.length);
        }
        if (fill.length != 0 && shift.length != 0 && fill.length != shift.length) {
            throw new IllegalArgumentException("scaling: expected shift and fill of the same length, found "
                    + shift.length + " and " + fill.length);
        }
    }

    /** A scaling of rows without missing values. */
    public Scaling(float[] shift, float[] factor) {
        this(shift, factor, new float[0]);
    }

    /**
     * The scaling of a kind, from these statistics. A constant feature is only shifted, except that {@link
     * Kind#MAX_ABS}, which never shifts, divides it by its absolute value. Sparse rows are scaled without a shift:
     * {@link Kind#STANDARD} scales their standard deviation to 1 and leaves the mean.
     *
     * @throws IllegalArgumentException for {@link Kind#MIN_MAX} and sparse rows, since it requires a shift
     */
    public static Scaling of(Kind kind, FeatureStatistics statistics) {
        if (kind == Kind.MIN_MAX && statistics.isSparse()) {
            throw noShift();
        }
        return of(kind, statistics, !statistics.isSparse());
    }

    private static IllegalArgumentException noShift() {
        return new IllegalArgumentException(
                "scale: expected standard, maxAbs or none for sparse rows, whose zeros must stay 0, found minMax");
    }

    private static Scaling of(Kind kind, FeatureStatistics statistics, boolean shifts) {
        if (kind == Kind.NONE) {
            return NONE;
        }
        int inputs = statistics.inputs();
        float[] shift = new float[inputs];
        float[] factor = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            double span =
                    switch (kind) {
                        case STANDARD -> statistics.deviation(i);
                        case MIN_MAX -> (double) statistics.maximum(i) - statistics.minimum(i);
                        default -> Math.max(Math.abs(statistics.minimum(i)), Math.abs(statistics.maximum(i)));
                    };
            boolean constant = !(statistics.maximum(i) > statistics.minimum(i));
            shift[i] = switch (kind) {
                case STANDARD -> shifts ? (float) statistics.mean(i) : 0;
                case MIN_MAX -> statistics.hasValue(i) ? statistics.minimum(i) : 0;
                default -> 0;
            };
            factor[i] = span > 0 && !(constant && kind != Kind.MAX_ABS) ? (float) (1 / span) : 1;
            if (!Float.isFinite(factor[i])) {
                factor[i] = 1;
            }
        }
        return new Scaling(shift, factor);
    }

    /**
     * The scaling of a kind for encoded rows, from these statistics. Only numbers are scaled, so that indicators stay 0
     * or 1. A missing number is filled with the mean of the rows that have it.
     *
     * <p>In sparse rows, too, numbers are shifted, and are then stored in every row: always for a column of one number,
     * and for a vector column if at least half of its numbers are not 0. Numbers of other columns are scaled without a
     * shift.
     *
     * @throws IllegalArgumentException if the statistics have another number of features; for {@link Kind#MIN_MAX} if
     *     sparse rows have a column whose numbers are not shifted
     */
    public static Scaling of(Kind kind, FeatureStatistics statistics, FeatureEncoding encoding) {
        int inputs = statistics.inputs();
        if (inputs != encoding.inputs()) {
            throw new IllegalArgumentException(
                    "statistics: expected " + encoding.inputs() + " features (the encoding's), found " + inputs);
        }
        BitSet numbers = encoding.numbers();
        BitSet shifted = shifted(statistics, encoding);
        if (kind == Kind.MIN_MAX && !shifted.equals(numbers)) {
            throw noShift();
        }
        Scaling scaling = of(kind, statistics, true);
        float[] fill = new float[encoding.fillsMissing() ? inputs : 0];
        for (int i = 0; i < inputs; i++) {
            if (scaling.shift.length != 0 && !numbers.get(i)) {
                scaling.shift[i] = 0;
                scaling.factor[i] = 1;
            } else if (scaling.shift.length != 0 && !shifted.get(i)) {
                scaling.shift[i] = 0;
            }
            if (fill.length != 0 && numbers.get(i)) {
                fill[i] = (float) statistics.mean(i);
            }
        }
        return new Scaling(scaling.shift, scaling.factor, fill);
    }

    /** Whether a scaling of encoded rows may shift all their numbers; always true for dense rows. */
    public static boolean shiftsAll(FeatureStatistics statistics, FeatureEncoding encoding) {
        return shifted(statistics, encoding).equals(encoding.numbers());
    }

    private static BitSet shifted(FeatureStatistics statistics, FeatureEncoding encoding) {
        BitSet shifted = new BitSet();
        int first = 0;
        for (FeatureColumn column : encoding.columns()) {
            int end = first + column.numbers();
            double held = 0;
            for (int i = first; i < end; i++) {
                held += statistics.storedShare(i);
            }
            boolean wide = column instanceof FeatureColumn.Numeric numeric && numeric.width() > 1;
            if (!wide || 2 * held >= column.numbers()) {
                shifted.set(first, end);
            }
            first += column.inputs();
        }
        return shifted;
    }

    /** The number of features; 0 if it neither scales nor fills. */
    public int inputs() {
        return Math.max(shift.length, fill.length);
    }

    /** The factor of a feature; 1 if nothing is scaled. */
    public double factorOf(int feature) {
        return factor.length == 0 ? 1 : factor[feature];
    }

    /**
     * Fills and scales one row in place.
     *
     * @param rows contains the row's features from the offset on
     */
    public void applyInPlace(float[] rows, int offset) {
        for (int i = 0; i < fill.length; i++) {
            if (Float.isNaN(rows[offset + i])) {
                rows[offset + i] = fill[i];
            }
        }
        for (int i = 0; i < shift.length; i++) {
            rows[offset + i] = (float) (((double) rows[offset + i] - shift[i]) * factor[i]); // as in scaled()
        }
    }

    /** Fills and scales one feature; NaN if it is missing and not filled. */
    float scaled(int feature, float value) {
        float filled = Float.isNaN(value) && fill.length > 0 ? fill[feature] : value;
        // In double, since a difference of finite floats may overflow a float.
        return shift.length == 0 ? filled : (float) (((double) filled - shift[feature]) * factor[feature]);
    }

    /**
     * Reverts the scaling of one row in place: xᵢ = x′ᵢ / factorᵢ + shiftᵢ, or shiftᵢ if the factor is 0.
     *
     * @param rows contains the row's scaled features from the offset on
     */
    public void invertInPlace(float[] rows, int offset) {
        for (int i = 0; i < shift.length; i++) {
            rows[offset + i] = factor[i] == 0 ? shift[i] : (float) ((double) rows[offset + i] / factor[i] + shift[i]);
        }
    }

    /** The indices of features that are constant in these rows, which carry no information. */
    public static List<Integer> constantFeatures(FeatureStatistics statistics) {
        return java.util.stream.IntStream.range(0, statistics.inputs())
                .filter(i -> !(statistics.maximum(i) > statistics.minimum(i)))
                .boxed()
                .toList();
    }

    /** Whether the other scales identically, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling that
                && Arrays.equals(shift, that.shift)
                && Arrays.equals(factor, that.factor)
                && Arrays.equals(fill, that.fill);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(shift) + Arrays.hashCode(factor)) + Arrays.hashCode(fill);
    }

    @Override
    public String toString() {
        return "Scaling[" + inputs() + " features]";
    }
}
