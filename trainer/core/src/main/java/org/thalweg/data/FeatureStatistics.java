package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a set of rows says of each feature: mean, deviation, least and greatest value. Each row counts with its weight,
 * but not for a feature whose value it lacks (NaN).
 *
 * <p>Mean and the sum of squared differences are updated row by row (West 1979, "Updating mean and variance estimates")
 * and merged pairwise (Chan, Golub and LeVeque 1983), in double. Merged along the lanes' fixed tree, the bits are the
 * same however the rows were split. Of sparse rows, a feature's sums are over the rows that hold it, and the zeros of all
 * others that do not lack it are added where a result is asked for. Beside that, the weight of each class's rows and each target's mean and deviation, where they are asked
 * for.
 * Mutable; not thread-safe.
 */
public final class FeatureStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of sums of weights: far below the share of one row among those that fit a cluster. */
    private static final double ROUNDING = 1e-12;

    private final double[] means;
    private final double[] squares; // Σ weight (x − mean)²
    private final float[] minima;
    private final float[] maxima;
    private final boolean sparse;
    private final double[] weightOfClasses; // Σ weight of each class's rows; of length 0 where nobody asks
    private final double[] targetMeans; // of length 0 where nobody asks
    private final double[] targetSquares; // Σ weight (y − mean)²
    private long rows;
    private double weight;

    /**
     * Σ weight of the rows that hold a feature: of sparse rows those in which it is not 0, of dense ones those that do not
     * lack it. Null as long as every dense row has all: then it is {@link #weight}.
     */
    private double[] held;

    /** Σ weight of the sparse rows that lack a feature. Null as long as there is none, and of dense rows. */
    private double[] lacking;

    /** Statistics of no dense rows. */
    public FeatureStatistics(int inputs) {
        this(inputs, false, 0, 0);
    }

    private FeatureStatistics(int inputs, boolean sparse, int classes, int targets) {
        weightOfClasses = new double[classes];
        targetMeans = new double[targets];
        targetSquares = new double[targets];
        this.sparse = sparse;
        means = new double[inputs];
        squares = new double[inputs];
        minima = new float[inputs];
        maxima = new float[inputs];
        held = sparse ? new double[inputs] : null;
        Arrays.fill(minima, Float.POSITIVE_INFINITY);
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    }

    /** Statistics of no rows of a shape. */
    public static FeatureStatistics of(RowShape shape) {
        int targets = shape.targetStatistics() ? shape.targetWidth() : 0;
        return new FeatureStatistics(shape.inputs(), shape.sparse(), shape.classes(), targets);
    }

    /** Statistics of no rows of this one's shape. */
    FeatureStatistics ofNoRows() {
        return new FeatureStatistics(inputs(), sparse, weightOfClasses.length, targetMeans.length);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another number of features, or is dense where others are sparse
     */
    public void add(Example example) {
        add(example, 1);
    }

    /**
     * Adds equal rows.
     *
     * @param count how many, 1 or more
     * @throws IllegalArgumentException if they have another number of features, or are dense where others are sparse
     */
    public void add(Example example, long count) {
        add(RowView.of(example), count);
    }

    /**
     * Adds equal rows.
     *
     * @param row what each of them holds
     * @param count how many, 1 or more
     * @throws IllegalArgumentException if they have another number of features, or are dense where others are sparse
     */
    public void add(RowView row, long count) {
        if (row.inputs() != means.length) {
            throw new IllegalArgumentException(
                    "features of a row: expected " + means.length + ", found " + row.inputs());
        }
        if (row.isSparse() != sparse) {
            throw new IllegalArgumentException("rows: expected all sparse or all dense, found both");
        }
        double added = row.weight() * (double) count;
        rows += count;
        if (held == null && hasMissing(row)) {
            held = heldByAll();
        }
        weight += added;
        if (weightOfClasses.length > 0) {
            weightOfClasses[(int) row.targets()[row.targetsFrom()]] += added;
        }
        addTargets(row, added);
        float[] x = row.features();
        double shareOfAll = added / weight;
        for (int k = row.from(); k < row.end(); k++) {
            int i = row.indexAt(k);
            if (Float.isNaN(x[k])) {
                addLacking(i, added);
                continue;
            }
            double share = held == null ? shareOfAll : added / (held[i] += added);
            double difference = x[k] - means[i];
            means[i] += share * difference;
            squares[i] += added * difference * (x[k] - means[i]);
            minima[i] = Math.min(minima[i], x[k]);
            maxima[i] = Math.max(maxima[i], x[k]);
        }
    }

    private void addLacking(int feature, double added) {
        if (sparse) {
            lacking = lacking == null ? new double[means.length] : lacking;
            lacking[feature] += added;
        }
    }

    /** The rows' weight is part of the sum of weights already. */
    private void addTargets(RowView row, double added) {
        for (int i = 0; i < targetMeans.length; i++) {
            double y = row.targets()[row.targetsFrom() + i];
            double difference = y - targetMeans[i];
            targetMeans[i] += added / weight * difference;
            targetSquares[i] += added * difference * (y - targetMeans[i]);
        }
    }

    private void mergeTargets(FeatureStatistics that) {
        double share = that.weight / (weight + that.weight);
        for (int i = 0; i < targetMeans.length; i++) {
            double difference = that.targetMeans[i] - targetMeans[i];
            targetMeans[i] += share * difference;
            targetSquares[i] += that.targetSquares[i] + difference * difference * weight * share;
        }
    }

    /** Adds what another set of rows says; the other is unchanged. */
    public void merge(FeatureStatistics that) {
        if (that.rows == 0) {
            return;
        }
        if (held == null && that.held != null) {
            held = heldByAll();
        }
        for (int i = 0; i < means.length; i++) {
            double own = heldWeight(i);
            double others = that.heldWeight(i);
            if (others == 0) {
                continue;
            }
            double share = others / (own + others);
            double difference = that.means[i] - means[i];
            means[i] += share * difference;
            squares[i] += that.squares[i] + difference * difference * own * share;
            minima[i] = Math.min(minima[i], that.minima[i]);
            maxima[i] = Math.max(maxima[i], that.maxima[i]);
            if (held != null) {
                held[i] = own + others;
            }
        }
        if (that.lacking != null) {
            lacking = lacking == null ? new double[means.length] : lacking;
            for (int i = 0; i < lacking.length; i++) {
                lacking[i] += that.lacking[i];
            }
        }
        for (int c = 0; c < weightOfClasses.length; c++) {
            weightOfClasses[c] += that.weightOfClasses[c];
        }
        mergeTargets(that);
        rows += that.rows;
        weight += that.weight;
    }

    private static boolean hasMissing(RowView row) {
        float[] x = row.features();
        for (int k = row.from(); k < row.end(); k++) {
            if (Float.isNaN(x[k])) {
                return true;
            }
        }
        return false;
    }

    private double[] heldByAll() {
        double[] weights = new double[means.length];
        Arrays.fill(weights, weight);
        return weights;
    }

    private double heldWeight(int feature) {
        return held == null ? weight : held[feature];
    }

    /** Whether the rows are sparse. */
    public boolean isSparse() {
        return sparse;
    }

    /**
     * The share of the rows' weight whose feature is held, rather than 0 by absence, of the rows that do not lack it: 1 for
     * dense rows; 0 of no rows.
     */
    public double heldShare(int feature) {
        if (weight == 0) {
            return 0;
        }
        return !sparse || !hasZeros(feature) ? 1 : held[feature] / present(feature);
    }

    /** Σ weight of the sparse rows that do not lack a feature. */
    private double present(int feature) {
        return lacking == null ? weight : weight - lacking[feature];
    }

    /** The rows added. */
    public long rows() {
        return rows;
    }

    /** The weight of each class's rows, by class; of length 0 where the rows' {@linkplain RowShape shape} asks for none. */
    public double[] weightOfClasses() {
        return weightOfClasses.clone();
    }

    /** The targets whose mean and deviation are known; 0 where the rows' {@linkplain RowShape shape} does not ask. */
    public int targets() {
        return targetMeans.length;
    }

    /** The rows' mean of a target; 0 of no rows. */
    public double targetMean(int target) {
        return targetMeans[target];
    }

    /** The rows' standard deviation of a target, √(Σ weight (y − mean)² / Σ weight); 0 of no rows. */
    public double targetDeviation(int target) {
        return weight == 0 ? 0 : Math.sqrt(targetSquares[target] / weight);
    }

    /** The features a row has. */
    public int inputs() {
        return means.length;
    }

    /** Whether any row has a value of a feature, be it a sparse row's 0. */
    public boolean hasValue(int feature) {
        return maximum(feature) >= minimum(feature);
    }

    /** The rows' mean of a feature; 0 of no rows. */
    public double mean(int feature) {
        return sparse ? means[feature] * heldShare(feature) : means[feature];
    }

    /** The rows' standard deviation of a feature, √(Σ weight (x − mean)² / Σ weight); 0 of no rows. */
    public double deviation(int feature) {
        if (!sparse) {
            double own = heldWeight(feature);
            return own == 0 ? 0 : Math.sqrt(squares[feature] / own);
        }
        double share = heldShare(feature);
        double ofZeros = means[feature] * means[feature] * share * (1 - share);
        double present = present(feature);
        return present > 0 ? Math.sqrt(squares[feature] / present + ofZeros) : 0;
    }

    /** Whether sparse rows have a feature that they do not hold. A difference of sums is exact to their rounding alone. */
    private boolean hasZeros(int feature) {
        if (!sparse || weight == 0) {
            return false;
        }
        double zeros = present(feature) - held[feature];
        return lacking == null ? zeros > 0 : zeros > ROUNDING * weight;
    }

    /** A feature's least value; infinity of no rows. */
    public float minimum(int feature) {
        return hasZeros(feature) ? Math.min(0, minima[feature]) : minima[feature];
    }

    /** A feature's greatest value; −infinity of no rows. */
    public float maximum(int feature) {
        return hasZeros(feature) ? Math.max(0, maxima[feature]) : maxima[feature];
    }
}
