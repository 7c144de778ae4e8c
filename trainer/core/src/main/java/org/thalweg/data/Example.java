package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * One training row: features, targets and weight.
 *
 * <p>A dense row stores all its features; a sparse row stores the non-zero features and their indices.
 *
 * @param inputs the number of features, including those that a sparse row does not store; 1 or more
 * @param indices of a sparse row's features, [features.length], ascending, below inputs; empty for a dense row
 * @param features finite, or NaN for a missing value that the scaling fills; [inputs], or for a sparse row one per
 *     index
 * @param targets [targetWidth], finite: the class's index for classification, the values for regression
 * @param weight of the row in losses and metrics: finite, above 0
 */
public record Example(int inputs, int[] indices, float[] features, float[] targets, float weight)
        implements Serializable {
    private static final int[] NONE = {};

    /** Checks the ranges. The arrays are not copied; the caller must not change them. */
    public Example {
        Objects.requireNonNull(indices, "indices");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(targets, "targets");
        requireFinite("features", features, true);
        requireFinite("targets", targets, false);
        if (!(weight > 0) || !Float.isFinite(weight)) {
            throw new IllegalArgumentException("weight: expected a finite number above 0, found " + weight);
        }
        int stored = indices.length == 0 ? inputs : indices.length;
        if (features.length != indices.length && features.length != stored) {
            throw new IllegalArgumentException("features: expected " + stored + ", found " + features.length);
        }
        requireAscending(indices, inputs);
    }

    /** A dense row. */
    public Example(float[] features, float[] targets, float weight) {
        this(features.length, NONE, features, targets, weight);
    }

    /** A dense row of weight 1. */
    public Example(float[] features, float[] targets) {
        this(features, targets, 1);
    }

    /** Converts to a sparse row; a sparse row is returned unchanged. */
    public Example toSparse() {
        if (isSparse()) {
            return this;
        }
        CompressedRows row = new CompressedRows(inputs);
        row.addDense(features, 0);
        int[] kept = Arrays.copyOf(row.indices(), row.numbers());
        return new Example(inputs, kept, Arrays.copyOf(row.values(), row.numbers()), targets, weight);
    }

    /** The order of {@link RowView#compareContent}. */
    int compareContent(Example that) {
        return RowView.of(this).compareContent(RowView.of(that));
    }

    /** Whether the row stores only its non-zero features. */
    public boolean isSparse() {
        return indices.length == features.length; // A dense row has features, and no indices.
    }

    private static void requireAscending(int[] indices, int inputs) {
        int before = -1;
        for (int index : indices) {
            if (index <= before || index >= inputs) {
                throw new IllegalArgumentException("indices: expected ascending indices from 0 to " + (inputs - 1)
                        + ", found " + index + " after " + before);
            }
            before = index;
        }
    }

    private static void requireFinite(String name, float[] values, boolean orMissing) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i]) && !(orMissing && Float.isNaN(values[i]))) {
                throw new IllegalArgumentException(name + ": expected finite numbers, found " + values[i] + " at " + i);
            }
        }
    }

    /** Whether the other has the same content, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Example that
                && inputs == that.inputs
                && weight == that.weight
                && Arrays.equals(indices, that.indices)
                && Arrays.equals(features, that.features)
                && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(features) + Arrays.hashCode(targets)) + Float.hashCode(weight);
    }

    @Override
    public String toString() {
        return "Example[" + inputs + (isSparse() ? " sparse" : "") + " features, targets " + Arrays.toString(targets)
                + ", weight " + weight + "]";
    }
}
