package org.thalweg.jobs.retrain;

import org.apache.commons.math3.stat.StatUtils;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.math.Philox;

/**
 * The variance of the drop of a metric from earlier rows to later ones, by the bootstrap (Efron and Tibshirani 1993,
 * "An introduction to the bootstrap", chapter 16). The earlier sample is drawn from the earlier rows, and the later one
 * from a mixture of both with a given share of later rows. So the expected drop is about that share of the observed
 * one.
 *
 * @param of the metric of the rows, the earlier rows first
 * @param weights weights of the rows
 * @param before number of earlier rows
 */
record DropSamples(GateMetric metric, RowMetric of, double[] weights, int before) {
    private static final int SAMPLES = 500;

    /**
     * The variance of the drop; infinite if the metric is undefined for nearly all samples, for example without rows of
     * a class.
     *
     * @param share the share of later rows in the mixture, 0 to 1
     */
    double variance(double share, long seed) {
        Philox random = new Philox(seed, SAMPLES);
        double[] drops = new double[SAMPLES];
        int defined = 0;
        for (int s = 0; s < SAMPLES; s++) {
            double then = value(before, 0, random);
            double now = value(weights.length - before, share, random);
            double drop = PairedBootstrap.improvement(metric, then, now);
            if (Double.isFinite(drop)) {
                drops[defined++] = drop;
            }
        }
        return defined < 2 ? Double.POSITIVE_INFINITY : StatUtils.variance(drops, 0, defined);
    }

    private double value(int rows, double ofLater, Philox random) {
        double[] drawn = new double[weights.length];
        for (int i = 0; i < rows; i++) {
            boolean later = ofLater > 0 && random.nextDouble() < ofLater;
            int row = later ? before + random.nextInt(weights.length - before) : random.nextInt(before);
            drawn[row] += weights[row];
        }
        return of.of(drawn);
    }
}
