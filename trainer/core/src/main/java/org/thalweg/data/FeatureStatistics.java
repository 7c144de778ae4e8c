package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Statistics of each feature over a set of rows: mean, standard deviation, minimum and maximum, weighted by the rows'
 * weights. Missing values (NaN) are ignored.
 *
 * <p>Mean and the sum of squared differences are updated row by row (West 1979, "Updating mean and variance estimates")
 * and merged pairwise (Chan, Golub and LeVeque 1983), in double precision. Merging along the lanes' fixed tree gives
 * the same bits for any partitioning of the rows. For sparse rows, a feature's sums cover the rows that store it; the
 * zeros of the other rows, except those where the value is missing, are added when a result is requested. On request,
 * the weight of each class's rows and each target's mean and deviation are also computed. Mutable; not thread-safe.
 */
public final class FeatureStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    /** Relative rounding error of sums of weights; far below the share of one row. */
    private static final double ROUNDING = 1e-12;

    private final double[] means;
    private final double[] squares; // Σ weight (x − mean)²
    private final float[] minima;
    private final float[] maxima;
    private final boolean sparse;
    private final double[] weightOfClasses; // Σ weight of each class's rows; of length 0 if not requested
    private final double[] targetMeans; // of length 0 if not requested
    private final double[] targetSquares; // Σ weight (y − mean)²
    private long rows;
    private double weight;

    /**
     * Σ weight of the rows that store a feature: for sparse rows where it is not 0, for dense rows where it is not
     * missing. Null for dense rows without missing values: then it is {@link #weight}.
     */
    private double[] stored;

    /** Σ weight of the sparse rows in which a feature is missing. Null if there are none, and for dense rows. */
    private double[] missing;

    /** Empty statistics of dense rows. */
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
        stored = sparse ? new double[inputs] : null;
        Arrays.fill(minima, Float.POSITIVE_INFINITY);
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    }

    /** Empty statistics for rows of a shape. */
    public static FeatureStatistics of(RowShape shape) {
        int targets = shape.targetStatistics() ? shape.targetWidth() : 0;
        return new FeatureStatistics(shape.inputs(), shape.sparse(), shape.classes(), targets);
    }

    /** Empty statistics for rows of the same shape. */
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
     * @param count the number of rows, 1 or more
     * @throws IllegalArgumentException if they have another number of features, or are dense where others are sparse
     */
    public void add(Example example, long count) {
        add(RowView.of(example), count);
    }

    /**
     * Adds equal rows.
     *
     * @param row the content of each
     * @param count the number of rows, 1 or more
     * @throws IllegalArgumentException if they have another number of features, or are dense where others are sparse
     */
    public void add(RowView row, long count) {
        if (row.inputs() != means.length) {
            throw new IllegalArgumentException(
                    "features of a row: expected " + means.length + ", found " + row.inputs());
        }
        if (row.isSparse() != sparse) {
            throw new IllegalArgumentException("rows: expected all sparse or all dense, found a mixture");
        }
        double added = row.weight() * (double) count;
        rows += count;
        if (stored == null && hasMissing(row)) {
            stored = weightOfAllRows();
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
                addMissing(i, added);
                continue;
            }
            double share = stored == null ? shareOfAll : added / (stored[i] += added);
            double difference = x[k] - means[i];
            means[i] += share * difference;
            squares[i] += added * difference * (x[k] - means[i]);
            minima[i] = Math.min(minima[i], x[k]);
            maxima[i] = Math.max(maxima[i], x[k]);
        }
    }

    private void addMissing(int feature, double added) {
        if (sparse) {
            missing = missing == null ? new double[means.length] : missing;
            missing[feature] += added;
        }
    }

    /** {@link #weight} already includes the added rows. */
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

    /** Adds the statistics of another set of rows, which are unchanged. */
    public void merge(FeatureStatistics that) {
        if (that.rows == 0) {
            return;
        }
        if (stored == null && that.stored != null) {
            stored = weightOfAllRows();
        }
        for (int i = 0; i < means.length; i++) {
            double own = storedWeight(i);
            double others = that.storedWeight(i);
            if (others == 0) {
                continue;
            }
            double share = others / (own + others);
            double difference = that.means[i] - means[i];
            means[i] += share * difference;
            squares[i] += that.squares[i] + difference * difference * own * share;
            minima[i] = Math.min(minima[i], that.minima[i]);
            maxima[i] = Math.max(maxima[i], that.maxima[i]);
            if (stored != null) {
                stored[i] = own + others;
            }
        }
        if (that.missing != null) {
            missing = missing == null ? new double[means.length] : missing;
            for (int i = 0; i < missing.length; i++) {
                missing[i] += that.missing[i];
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

    private double[] weightOfAllRows() {
        double[] weights = new double[means.length];
        Arrays.fill(weights, weight);
        return weights;
    }

    private double storedWeight(int feature) {
        return stored == null ? weight : stored[feature];
    }

    /** Whether the rows are sparse. */
    public boolean isSparse() {
        return sparse;
    }

    /**
     * The share (by weight) of rows that store a feature, among those in which it is not missing: 1 for dense rows, 0
     * without rows.
     */
    public double storedShare(int feature) {
        if (weight == 0) {
            return 0;
        }
        return !sparse || !hasZeros(feature) ? 1 : stored[feature] / present(feature);
    }

    /** Σ weight of the sparse rows in which a feature is not missing. */
    private double present(int feature) {
        return missing == null ? weight : weight - missing[feature];
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /**
     * The weight of the rows of each class; of length 0 if the rows' {@linkplain RowShape shape} does not request it.
     */
    public double[] weightOfClasses() {
        return weightOfClasses.clone();
    }

    /**
     * The number of targets with mean and deviation; 0 if the rows' {@linkplain RowShape shape} does not request them.
     */
    public int targets() {
        return targetMeans.length;
    }

    /** The mean of a target; 0 without rows. */
    public double targetMean(int target) {
        return targetMeans[target];
    }

    /** The standard deviation of a target, √(Σ weight (y − mean)² / Σ weight); 0 without rows. */
    public double targetDeviation(int target) {
        return weight == 0 ? 0 : Math.sqrt(targetSquares[target] / weight);
    }

    /** Features per row. */
    public int inputs() {
        return means.length;
    }

    /** Whether any row has a value for a feature, including a sparse row's 0. */
    public boolean hasValue(int feature) {
        return maximum(feature) >= minimum(feature);
    }

    /** The mean of a feature; 0 without rows. */
    public double mean(int feature) {
        return sparse ? means[feature] * storedShare(feature) : means[feature];
    }

    /** The standard deviation of a feature, √(Σ weight (x − mean)² / Σ weight); 0 without rows. */
    public double deviation(int feature) {
        if (!sparse) {
            double own = storedWeight(feature);
            return own == 0 ? 0 : Math.sqrt(squares[feature] / own);
        }
        double share = storedShare(feature);
        double ofZeros = means[feature] * means[feature] * share * (1 - share);
        double present = present(feature);
        return present > 0 ? Math.sqrt(squares[feature] / present + ofZeros) : 0;
    }

    /** Whether a feature is 0 in some sparse row. Differences of weight sums are only exact up to rounding. */
    private boolean hasZeros(int feature) {
        if (!sparse || weight == 0) {
            return false;
        }
        double zeros = present(feature) - stored[feature];
        return missing == null ? zeros > 0 : zeros > ROUNDING * weight;
    }

    /** A feature's minimum; infinity without rows. */
    public float minimum(int feature) {
        return hasZeros(feature) ? Math.min(0, minima[feature]) : minima[feature];
    }

    /** A feature's maximum; −infinity without rows. */
    public float maximum(int feature) {
        return hasZeros(feature) ? Math.max(0, maxima[feature]) : maxima[feature];
    }
}
