package org.thalweg.nn;

import java.io.Serializable;
import java.util.List;

/**
 * Statistics of a layer's activations over rows: mean, standard deviation, and saturated and dead units. Stored as sums
 * that can be merged; rows are weighted.
 *
 * <p>A unit is saturated for a row if |f′(z)| is below {@value #SATURATED} of its activation's {@linkplain
 * Activation#greatestSlope greatest slope}, so that it hardly learns. It is dead if it is saturated for every row.
 * Softmax units, which have no elementwise slope, are neither.
 *
 * <p>Mutable while it is summed; not thread-safe. Source: Glorot and Bengio 2010, "Understanding the difficulty of
 * training deep feedforward neural networks", sections 3 and 4, which analyse networks by these statistics.
 */
public final class LayerStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    /** The share of the greatest slope below which a unit counts as saturated. */
    public static final double SATURATED = 0.01;

    private final int units;
    private final long[] saturatedRows; // [units]; empty if the activation has no slope
    private long rows;
    private double weight;
    private double sum; // Σ weight Σ_units a
    private double squares; // Σ weight Σ_units a²
    private double saturated; // Σ weight · (the saturated units)

    /** Empty statistics, one per layer. */
    public static List<LayerStatistics> of(Network network) {
        return network.layers().stream().map(LayerStatistics::new).toList();
    }

    private LayerStatistics(Layer layer) {
        units = layer.outputs();
        saturatedRows = new long[layer.activation() instanceof Softmax ? 0 : units];
    }

    /**
     * Deserialised statistics.
     *
     * @param saturatedRows of each unit, not copied; empty if the activation has no slope
     * @param sums Σ weight, Σ weight Σ_units a, Σ weight Σ_units a², Σ weight · (the saturated units)
     */
    public LayerStatistics(int units, long[] saturatedRows, long rows, double[] sums) {
        this.units = units;
        this.saturatedRows = saturatedRows;
        this.rows = rows;
        weight = sums[0];
        sum = sums[1];
        squares = sums[2];
        saturated = sums[3];
    }

    /** Whether units can be saturated; false for softmax. */
    boolean hasSlopes() {
        return saturatedRows.length > 0;
    }

    /**
     * Adds rows, in their order.
     *
     * @param a [count, units] from index 0
     * @param slopes f′ at the same indices; not read if the activation has no slope
     * @param least the slope below which a unit is saturated
     * @param weights of the rows, [count] from index 0
     */
    void add(float[] a, float[] slopes, float least, int count, float[] weights) {
        for (int r = 0; r < count; r++) {
            addActivations(a, r * units, weights[r]);
            if (hasSlopes()) {
                saturated += weights[r] * (double) countSaturated(slopes, r * units, least);
            }
            weight += weights[r];
        }
        rows += count;
    }

    private void addActivations(float[] a, int from, float rowWeight) {
        double s0 = 0;
        double s1 = 0;
        double q0 = 0;
        double q1 = 0;
        int end = from + units;
        int i = from;
        for (; i + 1 < end; i += 2) {
            s0 += a[i];
            s1 += a[i + 1];
            q0 += (double) a[i] * a[i];
            q1 += (double) a[i + 1] * a[i + 1];
        }
        if (i < end) {
            s0 += a[i];
            q0 += (double) a[i] * a[i];
        }
        sum += rowWeight * (s0 + s1);
        squares += rowWeight * (q0 + q1);
    }

    private int countSaturated(float[] slopes, int from, float least) {
        int count = 0;
        for (int u = 0; u < units; u++) {
            int isSaturated = Math.abs(slopes[from + u]) < least ? 1 : 0;
            saturatedRows[u] += isSaturated;
            count += isSaturated;
        }
        return count;
    }

    /** Adds the same layer's statistics of other rows, which are unchanged. */
    public void add(LayerStatistics that) {
        for (int u = 0; u < saturatedRows.length; u++) {
            saturatedRows[u] += that.saturatedRows[u];
        }
        rows += that.rows;
        weight += that.weight;
        sum += that.sum;
        squares += that.squares;
        saturated += that.saturated;
    }

    /** The number of units. */
    public int units() {
        return units;
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /** The number of rows for which each unit was saturated; empty if the activation has no slope. Not a copy. */
    public long[] saturatedRows() {
        return saturatedRows;
    }

    /** The sums, in the order of the constructor's argument. */
    public double[] sums() {
        return new double[] {weight, sum, squares, saturated};
    }

    /** The mean of the activations over rows and units; NaN without rows. */
    public double mean() {
        return sum / (weight * units);
    }

    /** The standard deviation of the activations over rows and units; NaN without rows. */
    public double deviation() {
        return Math.sqrt(Math.max(0, squares / (weight * units) - mean() * mean()));
    }

    /** The share of the activations that are saturated, 0 to 1; NaN if there is no slope. */
    public double saturatedShare() {
        return hasSlopes() ? saturated / (weight * units) : Double.NaN;
    }

    /** The share of the units that are saturated for every row, 0 to 1; NaN if there is no slope. */
    public double deadShare() {
        int dead = 0;
        for (long saturatedFor : saturatedRows) {
            dead += saturatedFor == rows ? 1 : 0;
        }
        return hasSlopes() ? (double) dead / units : Double.NaN;
    }
}
