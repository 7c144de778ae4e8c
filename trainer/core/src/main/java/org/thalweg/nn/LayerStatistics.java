package org.thalweg.nn;

import java.io.Serializable;
import java.util.List;

/**
 * What a layer's activations are over rows: their mean and spread, and how many of its units stand still. Sums that add
 * up; every row counts with its weight.
 *
 * <p>A unit is saturated for a row where |f′(z)| is below {@value #SATURATED} of its activation's
 * {@linkplain Activation#greatestSlope greatest slope}: next to nothing is learned there. It is dead where it is saturated
 * for every row. A softmax, whose outputs have no slope of their own, is neither.
 *
 * <p>Mutable while it is summed; not thread-safe. Source: Glorot and Bengio 2010, "Understanding the difficulty of training
 * deep feedforward neural networks", sections 3 and 4, which judge networks by these figures.
 */
public final class LayerStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    /** The share of the greatest slope below which a unit counts as saturated. */
    public static final double SATURATED = 0.01;

    private final int units;
    private final long[] saturatedRows; // [units]; empty where the activation has no slope
    private long rows;
    private double weight;
    private double sum; // Σ weight Σ_units a
    private double squares; // Σ weight Σ_units a²
    private double saturated; // Σ weight · (the saturated units)

    /** Statistics of no rows yet, one a layer. */
    public static List<LayerStatistics> of(Network network) {
        return network.layers().stream().map(LayerStatistics::new).toList();
    }

    private LayerStatistics(Layer layer) {
        units = layer.outputs();
        saturatedRows = new long[layer.activation() instanceof Softmax ? 0 : units];
    }

    /**
     * Statistics as they crossed the wire.
     *
     * @param saturatedRows of each unit, given away; empty where the activation has no slope
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

    /** Whether there are units that may be saturated: not of a softmax. */
    boolean hasSlopes() {
        return saturatedRows.length > 0;
    }

    /**
     * Adds rows, in their order.
     *
     * @param a [count, units] from index 0
     * @param slopes f′ at the same places; not read where the activation has none
     * @param least the slope's magnitude below which a unit is saturated
     * @param weights the rows', [count] from index 0
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

    /** Adds other rows' statistics of the same layer; the other is unchanged. */
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

    /** The layer's units. */
    public int units() {
        return units;
    }

    /** The rows. */
    public long rows() {
        return rows;
    }

    /** The rows for which each unit was saturated; empty where the activation has no slope. Not a copy. */
    public long[] saturatedRows() {
        return saturatedRows;
    }

    /** The sums, as the constructor takes them. */
    public double[] sums() {
        return new double[] {weight, sum, squares, saturated};
    }

    /** The mean of the activations over rows and units; NaN of no rows. */
    public double mean() {
        return sum / (weight * units);
    }

    /** The standard deviation of the activations over rows and units; NaN of no rows. */
    public double deviation() {
        return Math.sqrt(Math.max(0, squares / (weight * units) - mean() * mean()));
    }

    /** The share of the activations that are saturated, 0 to 1; NaN where there is no slope. */
    public double saturatedShare() {
        return hasSlopes() ? saturated / (weight * units) : Double.NaN;
    }

    /** The share of the units that are saturated for every row, 0 to 1; NaN where there is no slope. */
    public double deadShare() {
        int dead = 0;
        for (long saturatedFor : saturatedRows) {
            dead += saturatedFor == rows ? 1 : 0;
        }
        return hasSlopes() ? (double) dead / units : Double.NaN;
    }
}
