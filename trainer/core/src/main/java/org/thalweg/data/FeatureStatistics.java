package org.thalweg.data;

import java.util.Arrays;

/**
 * What a set of rows says of each feature: mean, deviation, least and greatest value. Each row counts with its weight.
 *
 * <p>Mean and the sum of squared differences are updated row by row (West 1979, "Updating mean and variance estimates")
 * and merged pairwise (Chan, Golub and LeVeque 1983), in double. Merged along the lanes' fixed tree, the bits are the
 * same however the rows were split. Mutable; not thread-safe.
 */
public final class FeatureStatistics {
    private final double[] means;
    private final double[] squares; // Σ weight (x − mean)²
    private final float[] minima;
    private final float[] maxima;
    private long rows;
    private double weight;

    /** Statistics of no rows. */
    public FeatureStatistics(int inputs) {
        means = new double[inputs];
        squares = new double[inputs];
        minima = new float[inputs];
        maxima = new float[inputs];
        Arrays.fill(minima, Float.POSITIVE_INFINITY);
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another number of features
     */
    public void add(Example example) {
        float[] x = example.features();
        if (x.length != means.length) {
            throw new IllegalArgumentException("features of a row: expected " + means.length + ", found " + x.length);
        }
        rows++;
        weight += example.weight();
        double share = example.weight() / weight;
        for (int i = 0; i < x.length; i++) {
            double difference = x[i] - means[i];
            means[i] += share * difference;
            squares[i] += example.weight() * difference * (x[i] - means[i]);
            minima[i] = Math.min(minima[i], x[i]);
            maxima[i] = Math.max(maxima[i], x[i]);
        }
    }

    /** Adds what another set of rows says; the other is unchanged. */
    public void merge(FeatureStatistics that) {
        if (that.rows == 0) {
            return;
        }
        double sum = weight + that.weight;
        double share = that.weight / sum;
        for (int i = 0; i < means.length; i++) {
            double difference = that.means[i] - means[i];
            means[i] += share * difference;
            squares[i] += that.squares[i] + difference * difference * weight * share;
            minima[i] = Math.min(minima[i], that.minima[i]);
            maxima[i] = Math.max(maxima[i], that.maxima[i]);
        }
        rows += that.rows;
        weight = sum;
    }

    /** The rows added. */
    public long rows() {
        return rows;
    }

    /** The features a row has. */
    public int inputs() {
        return means.length;
    }

    /** The rows' mean of a feature; 0 of no rows. */
    public double mean(int feature) {
        return means[feature];
    }

    /** The rows' standard deviation of a feature, √(Σ weight (x − mean)² / Σ weight); 0 of no rows. */
    public double deviation(int feature) {
        return weight == 0 ? 0 : Math.sqrt(squares[feature] / weight);
    }

    /** A feature's least value; infinity of no rows. */
    public float minimum(int feature) {
        return minima[feature];
    }

    /** A feature's greatest value; −infinity of no rows. */
    public float maximum(int feature) {
        return maxima[feature];
    }
}
