package org.thalweg.jobs.retrain;

import java.util.Arrays;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.math.Philox;

/**
 * How much better a challenger is than a champion on the same rows, and within which bounds, by the paired bootstrap: rows
 * are drawn with replacement, each with both models' scores, and the improvement is worked out anew every time; the
 * interval lies between its quantiles (Efron and Tibshirani 1993, "An introduction to the bootstrap", section 13.3).
 *
 * <p>The improvement is the difference where more is better; where less is, the share of the champion's by which the metric
 * has become less: 1 − challenger / champion. Above 0 is better. All is a function of the scores, their order and the seed.
 */
final class PairedBootstrap {
    private final GateMetric metric;
    private final RowMetric champion;
    private final RowMetric challenger;
    private final double[] weights;

    /**
     * Metrics of rows.
     *
     * @param champion of each model's scores
     * @param challenger of the same rows
     * @param weights of them, above 0
     */
    PairedBootstrap(GateMetric metric, RowMetric champion, RowMetric challenger, double[] weights) {
        this.metric = metric;
        this.champion = champion;
        this.challenger = challenger;
        this.weights = weights;
    }

    /** An improvement's bounds; NaN where no sample had one. */
    record Interval(double low, double high) {}

    /** How much better the challenger's value is than the champion's. */
    static double improvement(GateMetric metric, double champion, double challenger) {
        if (metric.moreIsBetter()) {
            return challenger - champion;
        }
        return champion == challenger ? 0 : 1 - challenger / champion;
    }

    /**
     * The bounds between which the improvement lies.
     *
     * @param samples drawn; those that the metric is not defined for do not count, such as ones without a row of a class
     * @param confidence (0, 1)
     */
    Interval interval(int samples, double confidence, long seed) {
        Philox random = new Philox(seed, samples);
        double[] found = new double[samples];
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
                found[defined++] = improvement;
            }
        }
        if (defined == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double[] sorted = Arrays.copyOf(found, defined);
        Arrays.sort(sorted);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /** Between the two nearest of the sorted numbers, in proportion. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
