package org.thalweg.data;

import java.util.Arrays;

/**
 * The scaling of a regression's targets for training: y′ᵢ = (yᵢ − meanᵢ) / deviationᵢ. The network's outputs are
 * converted back to aᵢ · deviationᵢ + meanᵢ.
 *
 * @param mean [targets], finite; of length 0 for unscaled targets
 * @param deviation [targets], finite, above 0; of length 0 for unscaled targets
 */
public record TargetScaling(float[] mean, float[] deviation) {
    /** No scaling. */
    public static final TargetScaling NONE = new TargetScaling(new float[0], new float[0]);

    /**
     * Checks the ranges. The arrays are not copied; the caller must not change them.
     *
     * @throws IllegalArgumentException if the lengths differ, or a number is out of range
     */
    public TargetScaling {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException("target scaling: expected mean and deviation of the same length, found "
                    + mean.length + " and " + deviation.length);
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !Float.isFinite(deviation[i]) || !(deviation[i] > 0)) {
                throw new IllegalArgumentException(
                        "target scaling: expected a finite mean and a finite deviation above 0, found " + mean[i]
                                + " and " + deviation[i] + " of target " + i);
            }
        }
    }

    /**
     * The scaling to weighted mean 0 and standard deviation 1 over the rows of these statistics. A target that is
     * constant, or whose deviation is 0 or infinite as a float, is only shifted, with deviation 1.
     *
     * @throws IllegalArgumentException if the statistics do not include targets: see {@link
     *     RowShape#targetStatistics()}
     */
    public static TargetScaling standard(FeatureStatistics statistics) {
        if (statistics.targets() == 0) {
            throw new IllegalArgumentException("statistics: expected one or more targets, found none");
        }
        float[] mean = new float[statistics.targets()];
        float[] deviation = new float[statistics.targets()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) statistics.targetMean(i);
            float measured = (float) statistics.targetDeviation(i);
            deviation[i] = measured > 0 && Float.isFinite(measured) ? measured : 1;
        }
        return new TargetScaling(mean, deviation);
    }

    /** Whether targets are not scaled. */
    public boolean isNone() {
        return mean.length == 0;
    }

    /** The number of targets; 0 if they are not scaled. */
    public int targets() {
        return mean.length;
    }

    /** The value subtracted from a target; 0 if targets are not scaled. */
    public double meanOf(int target) {
        return isNone() ? 0 : mean[target];
    }

    /** The divisor of a target; 1 if targets are not scaled. */
    public double deviationOf(int target) {
        return isNone() ? 1 : deviation[target];
    }

    /**
     * Scales one row's targets in place.
     *
     * @param rows contains the row's targets from the offset on
     */
    public void applyInPlace(float[] rows, int offset) {
        for (int i = 0; i < mean.length; i++) {
            rows[offset + i] = (float) (((double) rows[offset + i] - mean[i]) / deviation[i]);
        }
    }

    /**
     * Converts one row's outputs to the targets' original units, in place.
     *
     * @param rows contains the row's outputs from the offset on
     */
    public void invertInPlace(float[] rows, int offset) {
        for (int i = 0; i < mean.length; i++) {
            rows[offset + i] = (float) ((double) rows[offset + i] * deviation[i] + mean[i]);
        }
    }

    /** A deep copy. */
    public TargetScaling copy() {
        return new TargetScaling(mean.clone(), deviation.clone());
    }

    /** Whether the other scales the same, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TargetScaling that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
    }

    @Override
    public String toString() {
        return "TargetScaling[mean " + Arrays.toString(mean) + ", deviation " + Arrays.toString(deviation) + "]";
    }
}
