package org.thalweg.jobs.retrain;

import java.util.Arrays;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.math.Philox;

/**
 * How much better a challenger is than a champion on the same rows, and within which bounds, by the paired bootstrap: rows
 * are drawn with replacement, each with both models' scores, and the improvement is worked out anew every time; the
 * interval lies between its quantiles (Efron and Tibshirani 1993, "An introduction to the bootstrap", section 13.3).
 *
 * <p>The improvement is, of accuracy, the difference; of RMSE the share of the champion's by which it has become less: 1 −
 * challenger / champion. Above 0 is better. All is a function of the scores, their order and the seed.
 */
final class PairedBootstrap {
    private final GateMetric metric;
    private final double[] champion;
    private final double[] challenger;
    private final double[] weights;

    /**
     * Scores of rows.
     *
     * @param champion each row's score: 1 or 0 of accuracy, the squared error of RMSE
     * @param challenger as many, of the same rows
     * @param weights as many, above 0
     */
    PairedBootstrap(GateMetric metric, double[] champion, double[] challenger, double[] weights) {
        if (champion.length != challenger.length || champion.length != weights.length || champion.length == 0) {
            throw new IllegalArgumentException("scores: expected as many of both and weights, found " + champion.length
                    + ", " + challenger.length + " and " + weights.length);
        }
        this.metric = metric;
        this.champion = champion;
        this.challenger = challenger;
        this.weights = weights;
    }

    /** An improvement's bounds. */
    record Interval(double low, double high) {}

    /** The metric of scores: their weighted mean, of RMSE its root. */
    static double value(GateMetric metric, double[] scores, double[] weights) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += weights[i] * scores[i];
            weight += weights[i];
        }
        return metric == GateMetric.RMSE ? Math.sqrt(sum / weight) : sum / weight;
    }

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
     * @param samples drawn
     * @param confidence (0, 1)
     */
    Interval interval(int samples, double confidence, long seed) {
        Philox random = new Philox(seed, samples);
        double[] found = new double[samples];
        int rows = champion.length;
        for (int s = 0; s < samples; s++) {
            double ofChampion = 0;
            double ofChallenger = 0;
            double weight = 0;
            for (int i = 0; i < rows; i++) {
                int row = random.nextInt(rows);
                ofChampion += weights[row] * champion[row];
                ofChallenger += weights[row] * challenger[row];
                weight += weights[row];
            }
            found[s] = metric == GateMetric.RMSE
                    ? improvement(metric, Math.sqrt(ofChampion / weight), Math.sqrt(ofChallenger / weight))
                    : improvement(metric, ofChampion / weight, ofChallenger / weight);
        }
        Arrays.sort(found);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(found, tail), quantile(found, 1 - tail));
    }

    /** Between the two nearest of the sorted numbers, in proportion. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
