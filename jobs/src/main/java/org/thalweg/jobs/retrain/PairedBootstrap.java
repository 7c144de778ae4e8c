package org.thalweg.jobs.retrain;

import java.util.Arrays;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.math.Philox;

/**
 * The confidence interval of a challenger's improvement over a champion on the same rows, by the paired bootstrap. Rows
 * are drawn with replacement, each with both models' scores, and the improvement is computed for each sample. The
 * interval lies between the quantiles of these improvements (Efron and Tibshirani 1993, "An introduction to the
 * bootstrap", section 13.3).
 *
 * <p>If more is better, the improvement is the difference of the metrics; otherwise it is the relative decrease,
 * 1 − challenger / champion. Above 0 is better. The result depends only on the scores, their order and the seed.
 */
final class PairedBootstrap {
    private final GateMetric metric;
    private final RowMetric champion;
    private final RowMetric challenger;
    private final double[] weights;

    /**
     * Metrics of rows.
     *
     * @param champion the champion's metric
     * @param challenger the challenger's metric on the same rows
     * @param weights weights of the rows, above 0
     */
    PairedBootstrap(GateMetric metric, RowMetric champion, RowMetric challenger, double[] weights) {
        this.metric = metric;
        this.champion = champion;
        this.challenger = challenger;
        this.weights = weights;
    }

    /** The bounds of an improvement; NaN if it was undefined for every sample. */
    record Interval(double low, double high) {}

    /** How much better the challenger's value is than the champion's. */
    static double improvement(GateMetric metric, double champion, double challenger) {
        if (metric.moreIsBetter()) {
            return challenger - champion;
        }
        return champion == challenger ? 0 : 1 - challenger / champion;
    }

    /**
     * The bounds of the improvement.
     *
     * @param samples number of samples; those for which the metric is undefined, such as without rows of a class,
     *     are ignored
     * @param confidence (0, 1)
     */
    Interval interval(int samples, double confidence, long seed) {
        Philox random = new Philox(seed, samples);
        double[] improvements = new double[samples];
        double[] drawn = new double[weights.length];
        int defined = 0;
        for (int s = 0; s < samples; s++) {
            Arrays.fill(drawn, 0);
            for (int i = 0; i < weights.length; i++) {
                int row = random.nextInt(weights.length);
                drawn[row] += weights[row];
            }
            double improvement = improvement(metric, champion.of(drawn), challenger.of(drawn));
            if (!Double.isNaN(improvement)) {
                improvements[defined++] = improvement;
            }
        }
        if (defined == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double[] sorted = Arrays.copyOf(improvements, defined);
        Arrays.sort(sorted);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /** The quantile by linear interpolation between the two nearest numbers. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
