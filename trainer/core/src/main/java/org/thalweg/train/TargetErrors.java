package org.thalweg.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.thalweg.data.TargetScaling;

/**
 * Errors of predicted numbers and the spread of the targets, as sums that can be added. Rows are weighted. If targets are
 * scaled, everything is in their original units.
 */
public final class TargetErrors implements Serializable {
    private static final long serialVersionUID = 1;

    /** What a scaled target may be off by, as a share of the mean that was subtracted from it. */
    private static final double FLOAT_ROUNDING = 0x1p-23;

    private static final int DEVIATIONS = 4;

    private final int outputs;
    private final boolean relative; // whether relative errors are asked for
    private final double[] units; // [outputs], what an error of 1 is in a target's own units
    private final double[] shifts; // [outputs], what was subtracted from a target
    private final double[] squaredErrors; // [outputs]
    private final double[] absoluteErrors;
    private final double[] means;
    private final double[] spreads; // Σ weight (y − mean)²
    private final double[] least; // targets
    private final double[] greatest;
    private double weight;
    private double relativeErrors; // Σ weight |y − ŷ| / |y|, of targets other than 0
    private double relativeWeight; // of those
    private double symmetricErrors; // Σ weight 2 |y − ŷ| / (|y| + |ŷ|)
    private double covered; // Σ weight of targets at or below the prediction

    /** @param relative whether relative errors are asked for, and which targets lie below their predictions */
    TargetErrors(int outputs, TargetScaling scaling, boolean relative) {
        this.outputs = outputs;
        this.relative = relative;
        units = new double[outputs];
        Arrays.setAll(units, scaling::deviationOf);
        shifts = new double[outputs];
        Arrays.setAll(shifts, scaling::meanOf);
        squaredErrors = new double[outputs];
        absoluteErrors = new double[outputs];
        means = new double[outputs];
        spreads = new double[outputs];
        least = new double[outputs];
        greatest = new double[outputs];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    /** A target, or what it is predicted to be, in its own units. */
    double own(int output, double scaled) {
        return scaled * units[output] + shifts[output];
    }

    /**
     * Adds a row.
     *
     * @param a [rows, outputs], of targets as the rows hold them
     * @param targets [rows, outputs]
     */
    void add(float[] a, float[] targets, int row, float rowWeight) {
        weight += rowWeight;
        for (int i = 0; i < outputs; i++) {
            double scaled = targets[row * outputs + i];
            double y = scaled * units[i]; // A shift changes neither errors nor spread.
            double error = (a[row * outputs + i] - scaled) * units[i];
            squaredErrors[i] += rowWeight * error * error;
            absoluteErrors[i] += rowWeight * Math.abs(error);
            double difference = y - means[i];
            means[i] += rowWeight / weight * difference;
            spreads[i] += rowWeight * difference * (y - means[i]);
            least[i] = Math.min(least[i], y + shifts[i]);
            greatest[i] = Math.max(greatest[i], y + shifts[i]);
            if (relative) {
                addRelative(y + shifts[i], error, shifts[i], rowWeight);
                covered += error >= 0 ? rowWeight : 0;
            }
        }
    }

    private void addRelative(double y, double error, double shift, float rowWeight) {
        if (Math.abs(y) > FLOAT_ROUNDING * Math.abs(shift)) {
            relativeErrors += rowWeight * Math.abs(error / y);
            relativeWeight += rowWeight;
        }
        double both = Math.abs(y) + Math.abs(y + error);
        symmetricErrors += both == 0 ? 0 : rowWeight * 2 * Math.abs(error) / both;
    }

    /** Adds other rows' errors; the others are unchanged. */
    void add(TargetErrors that) {
        double share = that.weight / (weight + that.weight);
        for (int i = 0; i < outputs; i++) {
            double difference = that.means[i] - means[i];
            means[i] += share * difference;
            spreads[i] += that.spreads[i] + difference * difference * weight * share;
            least[i] = Math.min(least[i], that.least[i]);
            greatest[i] = Math.max(greatest[i], that.greatest[i]);
        }
        Evaluation.addAll(squaredErrors, that.squaredErrors);
        Evaluation.addAll(absoluteErrors, that.absoluteErrors);
        weight += that.weight;
        relativeErrors += that.relativeErrors;
        relativeWeight += that.relativeWeight;
        symmetricErrors += that.symmetricErrors;
        covered += that.covered;
    }

    /**
     * The range over which a target's errors are worth counting: its values as far as they are within {@value #DEVIATIONS}
     * deviations of their mean, and as many of the errors' own. Empty where it never changes, or what it is predicted never
     * differs.
     */
    public Optional<ErrorRange> range(int target) {
        double spread = DEVIATIONS * Math.sqrt(spreads[target] / weight);
        double mean = means[target] + shifts[target];
        double low = Math.max(least[target], mean - spread);
        double high = Math.min(greatest[target], mean + spread);
        double error = DEVIATIONS * rmse(target);
        return low < high && error > 0 && Double.isFinite(high - low) && Double.isFinite(error)
                ? Optional.of(new ErrorRange(low, high, error))
                : Optional.empty();
    }

    /** √ of the mean squared error of one output. */
    public double rmse(int output) {
        return Math.sqrt(squaredErrors[output] / weight);
    }

    /** √ of the squared error's mean over rows and outputs. */
    public double rmse() {
        return Math.sqrt(Evaluation.sum(squaredErrors) / (weight * outputs));
    }

    /** The mean absolute error of one output. */
    public double mae(int output) {
        return absoluteErrors[output] / weight;
    }

    /** The absolute error's mean over rows and outputs. */
    public double mae() {
        return Evaluation.sum(absoluteErrors) / (weight * outputs);
    }

    /** R² = 1 − Σ (y − ŷ)² / Σ (y − mean y)² of one output; NaN where its target never changes. */
    public double r2(int output) {
        return spreads[output] > 0 ? 1 - squaredErrors[output] / spreads[output] : Double.NaN;
    }

    /** The mean of the outputs' R²; NaN where one has none. */
    public double meanR2() {
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            sum += r2(i);
        }
        return sum / outputs;
    }

    /** The share of all outputs' spread together that is explained; NaN where none ever changes. */
    public double r2OfAll() {
        double spread = Evaluation.sum(spreads);
        return spread > 0 ? 1 - Evaluation.sum(squaredErrors) / spread : Double.NaN;
    }

    /**
     * The mean of |y − ŷ| / |y| over the targets other than 0, 0 or more; NaN where all are 0. Of scaled targets, those count
     * as 0 that are so within the rounding of their scaling.
     */
    public double mape() {
        return relativeErrors / relativeWeight;
    }

    /** The mean of 2 |y − ŷ| / (|y| + |ŷ|), which is 0 where both are 0: from 0 to 2. */
    public double smape() {
        return relative ? symmetricErrors / (weight * outputs) : Double.NaN;
    }

    /** The share of targets at or below their predictions, 0 to 1. */
    public double coverage() {
        return relative ? covered / (weight * outputs) : Double.NaN;
    }

    /** The RMSE of predicting the mean of each of these rows' targets for all of them. */
    public double rmseOfMean() {
        return Math.sqrt(Evaluation.sum(spreads) / (weight * outputs));
    }
}
