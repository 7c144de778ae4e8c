package org.thalweg.data;

import java.util.Arrays;

/**
 * What is done to a regression's targets before the network learns them: y′ᵢ = (yᵢ − meanᵢ) / deviationᵢ. The network's
 * outputs are then given back as aᵢ · deviationᵢ + meanᵢ.
 *
 * @param mean [targets], finite; of length 0 for targets as they are
 * @param deviation [targets], finite, above 0; of length 0 for targets as they are
 */
public record TargetScaling(float[] mean, float[] deviation) {
    /** Targets as they are. */
    public static final TargetScaling NONE = new TargetScaling(new float[0], new float[0]);

    /**
     * Checks the ranges. The arrays are not copied: the caller gives them away.
     *
     * @throws IllegalArgumentException if the lengths differ, or a number is out of range
     */
    public TargetScaling {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException("target scaling: expected mean and deviation of one length, found "
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
     * The scaling to mean 0 and deviation 1 over the rows of these statistics, each counted with its weight. A target that
     * never changes, or whose deviation no float above 0 is near, is only shifted: its deviation is taken as 1.
     *
     * @throws IllegalArgumentException if the statistics do not hold the targets: see {@link RowShape#targetStatistics()}
     */
    public static TargetScaling standard(FeatureStatistics statistics) {
        if (statistics.targets() == 0) {
            throw new IllegalArgumentException("statistics: expected those of one or more targets, found none");
        }
        float[] mean = new float[statistics.targets()];
        float[] deviation = new float[statistics.targets()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) statistics.targetMean(i);
            float found = (float) statistics.targetDeviation(i);
            deviation[i] = found > 0 && Float.isFinite(found) ? found : 1;
        }
        return new TargetScaling(mean, deviation);
    }

    /** Whether targets stay as they are. */
    public boolean isNone() {
        return mean.length == 0;
    }

    /** The targets that this scales; 0 where they stay as they are. */
    public int targets() {
        return mean.length;
    }

    /** What is subtracted from a target: 0 where targets stay as they are. */
    public double meanOf(int target) {
        return isNone() ? 0 : mean[target];
    }

    /** What a target is divided by: 1 where targets stay as they are. */
    public double deviationOf(int target) {
        return isNone() ? 1 : deviation[target];
    }

    /**
     * Scales one row's targets in place.
     *
     * @param rows holds the row's targets from an offset on
     */
    public void applyInPlace(float[] rows, int offset) {
        for (int i = 0; i < mean.length; i++) {
            rows[offset + i] = (float) (((double) rows[offset + i] - mean[i]) / deviation[i]);
        }
    }

    /**
     * Brings one row's outputs into the targets' own units, in place.
     *
     * @param rows holds the row's outputs from an offset on
     */
    public void invertInPlace(float[] rows, int offset) {
        for (int i = 0; i < mean.length; i++) {
            rows[offset + i] = (float) ((double) rows[offset + i] * deviation[i] + mean[i]);
        }
    }

    /** A scaling with arrays of its own. */
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
