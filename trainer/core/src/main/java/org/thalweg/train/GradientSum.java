package org.thalweg.train;

import org.thalweg.math.Kernels;

/**
 * Sums over the rows of a step: the gradient, the loss, the weight, the count. Divided once, by the weight, they are
 * the batch's mean.
 *
 * <p>Mutable scratch memory: an engine reuses it from step to step.
 */
public final class GradientSum {
    private final float[] gradient;
    private double loss;
    private double weight;
    private long rows;

    /**
     * Sums of rows.
     *
     * @param gradient Σ weight · ∂C/∂w, given away
     */
    public GradientSum(float[] gradient, double loss, double weight, long rows) {
        this.gradient = gradient;
        set(loss, weight, rows);
    }

    /** Sums over no rows yet, with memory for the gradient. */
    GradientSum(int parameters) {
        this(new float[parameters], 0, 0, 0);
    }

    void set(double loss, double weight, long rows) {
        this.loss = loss;
        this.weight = weight;
        this.rows = rows;
    }

    /** Adds another sum to this one. */
    void add(GradientSum that) {
        Kernels.addInPlace(gradient, that.gradient);
        set(loss + that.loss, weight + that.weight, rows + that.rows);
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

    /** How many rows were summed. */
    public long rows() {
        return rows;
    }
}
