package org.thalweg.data;

import java.util.Arrays;
import java.util.List;

/**
 * What is done to a row's features before the network reads them: x′ᵢ = (xᵢ − shiftᵢ) · factorᵢ.
 *
 * @param shift [inputs], or of length 0 for no scaling
 * @param factor [inputs], or of length 0 for no scaling
 */
public record Scaling(float[] shift, float[] factor) {
    /** Features as they are. */
    public static final Scaling NONE = new Scaling(new float[0], new float[0]);

    /** How shift and factor follow from the training rows' statistics. */
    public enum Kind {
        /** Features as they are. */
        NONE("none"),
        /** Mean 0 and deviation 1. */
        STANDARD("standard"),
        /** From 0 to 1. */
        MIN_MAX("minMax"),
        /** The greatest magnitude is 1; 0 stays 0. */
        MAX_ABS("maxAbs");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The kind as job files spell it. */
        public String label() {
            return label;
        }

        /** The kind of a label. */
        public static Kind labelled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("scale: expected one of "
                            + Arrays.stream(values()).map(Kind::label).toList() + ", found " + label));
        }
    }

    /** Checks that both have the same length. */
    public Scaling {
        if (shift.length != factor.length) {
            throw new IllegalArgumentException("scaling: expected shift and factor of one length, found " + shift.length
                    + " and " + factor.length);
        }
    }

    /**
     * The scaling of a kind for rows of these statistics. A feature that never changes is only shifted; {@link
     * Kind#MAX_ABS}, which never shifts, divides it by its magnitude as any other. Sparse rows are scaled without a shift:
     * {@link Kind#STANDARD} brings their deviation to 1 and leaves the mean.
     *
     * @throws IllegalArgumentException of {@link Kind#MIN_MAX} for sparse rows, which cannot do without a shift
     */
    public static Scaling of(Kind kind, FeatureStatistics statistics) {
        if (kind == Kind.NONE) {
            return NONE;
        }
        boolean shifts = !statistics.isSparse();
        if (kind == Kind.MIN_MAX && !shifts) {
            throw new IllegalArgumentException(
                    "scale: expected standard, maxAbs or none for sparse rows, whose zeros must stay 0, found minMax");
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
                case MIN_MAX -> statistics.minimum(i);
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
     * Scales one row in place.
     *
     * @param rows holds the row's features from an offset on
     */
    public void applyInPlace(float[] rows, int offset) {
        for (int i = 0; i < shift.length; i++) {
            // In double: a difference of finite floats may overflow a float.
            rows[offset + i] = (float) (((double) rows[offset + i] - shift[i]) * factor[i]);
        }
    }

    /**
     * Scales numbers of a sparse row in place: x′ᵢ = xᵢ · factorᵢ, as 0 stays 0.
     *
     * @param values the numbers from one place to before another
     * @param indices the features that they are
     */
    public void applyInPlace(float[] values, int[] indices, int from, int end) {
        for (int k = from; k < end && factor.length > 0; k++) {
            values[k] *= factor[indices[k]];
        }
    }

    /**
     * Refuses to shift: a sparse row's zeros would no longer be 0.
     *
     * @throws IllegalArgumentException if a feature is shifted
     */
    public void requireNoShift() {
        for (int i = 0; i < shift.length; i++) {
            if (shift[i] != 0) {
                throw new IllegalArgumentException(
                        "scaling: expected no shift of sparse rows, found " + shift[i] + " of feature " + i);
            }
        }
    }

    /**
     * Takes the scaling of one row back, in place: xᵢ = x′ᵢ / factorᵢ + shiftᵢ, and shiftᵢ where the factor is 0.
     *
     * @param rows holds the row's scaled features from an offset on
     */
    public void invertInPlace(float[] rows, int offset) {
        for (int i = 0; i < shift.length; i++) {
            rows[offset + i] = factor[i] == 0 ? shift[i] : (float) ((double) rows[offset + i] / factor[i] + shift[i]);
        }
    }

    /** The indices of features that never change in these rows: they can teach nothing. */
    public static List<Integer> constantFeatures(FeatureStatistics statistics) {
        return java.util.stream.IntStream.range(0, statistics.inputs())
                .filter(i -> !(statistics.maximum(i) > statistics.minimum(i)))
                .boxed()
                .toList();
    }

    /** Whether the other scales alike, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling that && Arrays.equals(shift, that.shift) && Arrays.equals(factor, that.factor);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shift) + Arrays.hashCode(factor);
    }

    @Override
    public String toString() {
        return "Scaling[" + shift.length + " features]";
    }
}
