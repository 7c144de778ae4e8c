package org.thalweg.train;

import java.io.Serializable;

/**
 * How far a classifier's probabilities can be taken at their word, as sums that add up: rows are put into {@value #BINS}
 * equal bins by their confidence, the probability of the class that is predicted. A well calibrated network is right as
 * often as it says.
 *
 * <p>Bin m holds the confidences from m / {@value #BINS} up to, but without, (m + 1) / {@value #BINS}; the last one holds
 * 1 too. Every row counts with its weight. Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", equations
 * 2 to 5, whose bins are closed above instead of below.
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

    /** Adds other rows' figures; the others are unchanged. */
    void add(Calibration that) {
        Evaluation.addAll(weights, that.weights);
        Evaluation.addAll(confidences, that.confidences);
        Evaluation.addAll(rights, that.rights);
    }

    /** The weight of a bin's rows. */
    public double weight(int bin) {
        return weights[bin];
    }

    /** The mean confidence of a bin's rows, 0 to 1; NaN of none. */
    public double confidence(int bin) {
        return confidences[bin] / weights[bin];
    }

    /** The share of a bin's rows that are predicted right, 0 to 1; NaN of none. */
    public double accuracy(int bin) {
        return rights[bin] / weights[bin];
    }

    /**
     * Σ_bins weight / Σ weight · |accuracy − confidence|: how far off the confidences are on average, 0 to 1; NaN of no
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
