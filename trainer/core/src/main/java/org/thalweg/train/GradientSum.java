package org.thalweg.train;

import java.util.List;
import org.thalweg.math.Kernels;
import org.thalweg.nn.LayerStatistics;

/**
 * Sums over the rows of a step: the gradient, the loss, the weight, the count. Divided once, by the weight, they are
 * the batch's mean.
 *
 * <p>Mutable scratch memory: an engine reuses it from step to step.
 */
public final class GradientSum {
    private final float[] gradient;
    private List<LayerStatistics> statistics = List.of();
    private double loss;
    private double weight;
    private long rows;

    /**
     * Sums of rows.
     *
     * @param gradient Σ weight · ∂C/∂w, given away
     */
    public GradientSum(float[] gradient, double loss, double weight, long rows) {
        this(gradient, loss, weight, rows, List.of());
    }

    /**
     * Sums of rows, with statistics.
     *
     * @param statistics one a layer; or none
     */
    public GradientSum(float[] gradient, double loss, double weight, long rows, List<LayerStatistics> statistics) {
        this.gradient = gradient;
        set(loss, weight, rows, statistics);
    }

    /** Sums over no rows yet, with memory for the gradient. */
    GradientSum(int parameters) {
        this(new float[parameters], 0, 0, 0);
    }

    void set(double loss, double weight, long rows, List<LayerStatistics> ofLayers) {
        statistics = ofLayers;
        this.loss = loss;
        this.weight = weight;
        this.rows = rows;
    }

    /** Adds another sum to this one. */
    void add(GradientSum that) {
        Kernels.addInPlace(gradient, that.gradient);
        for (int l = 0; l < Math.min(statistics.size(), that.statistics.size()); l++) {
            statistics.get(l).add(that.statistics.get(l));
        }
        List<LayerStatistics> ofLayers = statistics.isEmpty() ? that.statistics : statistics;
        set(loss + that.loss, weight + that.weight, rows + that.rows, ofLayers);
    }

    /** Σ weight · ∂C/∂w, [parameters]; meaningless where there are no rows. Not a copy. */
    public float[] gradient() {
        return gradient;
    }

    /** Σ weight · C. */
    public double loss() {
        return loss;
    }

    /** Σ weight. */
    public double weight() {
        return weight;
    }

    /** What the layers' activations are over some of the rows, one a layer: in an epoch's first step alone, else none. */
    public List<LayerStatistics> statistics() {
        return statistics;
    }

    /** How many rows were summed. */
    public long rows() {
        return rows;
    }
}
