package org.thalweg.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * One row: what the network reads, what it should answer, and how much the row counts.
 *
 * @param features [inputs], finite
 * @param targets [targetWidth], finite: the class's index for classification, the values for regression
 * @param weight how many rows this one counts for: finite, above 0
 */
public record Example(float[] features, float[] targets, float weight) {
    /** Checks the ranges. The arrays are not copied: the caller gives them away. */
    public Example {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(targets, "targets");
        requireFinite("features", features);
        requireFinite("targets", targets);
        if (!(weight > 0) || !Float.isFinite(weight)) {
            throw new IllegalArgumentException("weight: expected a finite number above 0, found " + weight);
        }
    }

    /** A row that counts once. */
    public Example(float[] features, float[] targets) {
        this(features, targets, 1);
    }

    private static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + ": expected finite numbers, found " + values[i] + " at " + i);
            }
        }
    }

    /** Whether the other is an example of the same content, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Example that
                && weight == that.weight
                && Arrays.equals(features, that.features)
                && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(features) + Arrays.hashCode(targets)) + Float.hashCode(weight);
    }

    @Override
    public String toString() {
        return "Example[" + features.length + " features, targets " + Arrays.toString(targets) + ", weight " + weight
                + "]";
    }
}
