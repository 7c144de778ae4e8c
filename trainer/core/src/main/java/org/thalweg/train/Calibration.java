package org.thalweg.train;

import java.io.Serializable;

/**
 * The calibration of a classifier's probabilities, as sums that can be added. Rows are put into {@value #BINS} equal bins
 * by their confidence, the probability of the predicted class. In a well calibrated network the accuracy of a bin equals
 * its mean confidence.
 *
 * <p>Bin m is [m / {@value #BINS}, (m + 1) / {@value #BINS}); the last bin includes 1. Rows are weighted. Source: Guo et al.
 * 2017, "On Calibration of Modern Neural Networks", equations 2 to 5, whose bins are closed above instead of below.
 */
public final class Calibration implements Serializable {
    private static final long serialVersionUID = 1;

    /** The number of bins: that of the paper's tables. */
    public static final int BINS = 15;

    private final double[] weights = new double[BINS];
    private final double[] confidences = new double[BINS]; // Σ weight · confidence
    private final double[] rights = new double[BINS]; // Σ weight of the rows predicted right

    Calibration() {}

    /**
     * Adds a row.
     *
     * @param confidence the probability of the predicted class, 0 to 1
     * @param right whether it is the row's class
     */
    void add(float confidence, boolean right, float rowWeight) {
        int bin = Math.max(0, Math.min(BINS - 1, (int) (confidence * BINS)));
        weights[bin] += rowWeight;
        confidences[bin] += (double) rowWeight * confidence;
        rights[bin] += right ? rowWeight : 0;
    }

    /** Adds the sums of other rows; the argument is not changed. */
    void add(Calibration that) {
        Evaluation.addAll(weights, that.weights);
        Evaluation.addAll(confidences, that.confidences);
        Evaluation.addAll(rights, that.rights);
    }

    /** The weight of a bin's rows. */
    public double weight(int bin) {
        return weights[bin];
    }

    /** The mean confidence of a bin's rows, 0 to 1; NaN for an empty bin. */
    public double confidence(int bin) {
        return confidences[bin] / weights[bin];
    }

    /** The accuracy of a bin's rows, 0 to 1; NaN for an empty bin. */
    public double accuracy(int bin) {
        return rights[bin] / weights[bin];
    }

    /**
     * The expected calibration error, Σ_bins weight / Σ weight · |accuracy − confidence|, 0 to 1; NaN without
     * rows. Source: Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning"; Guo et al. 2017,
     * equation 3.
     */
    public double expectedError() {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(rights[bin] - confidences[bin]);
        }
        return error / Evaluation.sum(weights);
    }
}
