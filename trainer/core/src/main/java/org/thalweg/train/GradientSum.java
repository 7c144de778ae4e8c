package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import org.thalweg.math.TreeSum;
import org.thalweg.nn.LayerStatistics;

/**
 * Sums over the rows of a step: the gradient, the loss, the weight, the count. Divided once, by the weight, they are
 * the batch's mean. Of {@linkplain LocalDescent local steps}: in the gradient's place what the lanes' parameters and optimizers
 * came to, each times its lane's rows.
 *
 * <p>Mutable scratch memory: an engine reuses it from step to step.
 */
public final class GradientSum implements Serializable {
    private static final long serialVersionUID = 1;

    /** Fewer numbers are added before another thread would have begun. */
    private static final int LEAST_PART = 1 << 13;

    private final float[] gradient;
    private SumForm form = SumForm.DENSE;
    private List<LayerStatistics> statistics = List.of();
    private double loss;
    private double ownLoss;
    private double norms;
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
        set(loss, loss, weight, rows, statistics);
    }

    /** Sums over no rows yet, with memory for the gradient, of no known form. */
    GradientSum(int parameters) {
        this(new float[parameters], 0, 0, 0);
    }

    /** With the loss in the targets' own units beside the one that training makes small. */
    public GradientSum withOwnLoss(double own) {
        ownLoss = own;
        return this;
    }

    /** With the gradients' norms of local steps. */
    public GradientSum withNorms(double sum) {
        norms = sum;
        return this;
    }

    /** With a gradient of a form. */
    public GradientSum withForm(SumForm known) {
        form = known;
        return this;
    }

    /** What is known of the gradient before it is looked at. */
    public SumForm form() {
        return form;
    }

    /**
     * The same sums with another gradient, of no known form, and other statistics, such as a slice of its own.
     *
     * @param other given away
     */
    public GradientSum with(float[] other, List<LayerStatistics> otherStatistics) {
        return new GradientSum(other, loss, weight, rows, otherStatistics)
                .withOwnLoss(ownLoss)
                .withNorms(norms);
    }

    void set(double loss, double own, double weight, long rows, List<LayerStatistics> ofLayers) {
        statistics = ofLayers;
        norms = 0;
        this.loss = loss;
        this.ownLoss = own;
        this.weight = weight;
        this.rows = rows;
    }

    /**
     * The sum of a step, of what its lanes gave along the tree.
     *
     * @throws IllegalStateException if a lane is missing
     */
    public static GradientSum total(TreeSum<GradientSum> tree, EpochOrder order, Step step) {
        int level = Integer.numberOfTrailingZeros(order.layout().groupSize());
        for (int empty = order.groupCount(step); empty < order.groupLeaves(step); empty++) {
            tree.put(level, empty, new GradientSum(0));
        }
        return tree.total(order.leaves(step));
    }

    /** The parts of a sum that are worth a thread each, 1 to so many threads. */
    int parts(int threads) {
        return Math.max(1, Math.min(threads, gradient.length / LEAST_PART));
    }

    /** Rounds a lane's gradient to its form's precision. */
    void round() {
        if (rows > 0) {
            form.precision().roundInPlace(gradient);
        }
    }

    /** Adds another sum to this one, rounded to this one's precision. */
    void add(GradientSum that) {
        addPart(that, 0, 1);
        addRest(that);
    }

    /** The same, number by number, in so many parts; {@link #addRest} comes after the last of them. */
    void addPart(GradientSum that, int part, int parts) {
        if (gradient.length != that.gradient.length) {
            throw new IllegalArgumentException(
                    "sums: expected the same length, found " + gradient.length + " and " + that.gradient.length);
        }
        int from = (int) ((long) gradient.length * part / parts);
        int end = (int) ((long) gradient.length * (part + 1) / parts);
        form.precision().addInPlace(gradient, that.gradient, from, end);
    }

    /** Adds all but the gradient. */
    void addRest(GradientSum that) {
        for (int l = 0; l < Math.min(statistics.size(), that.statistics.size()); l++) {
            statistics.get(l).add(that.statistics.get(l));
        }
        List<LayerStatistics> ofLayers = statistics.isEmpty() ? that.statistics : statistics;
        double allNorms = norms + that.norms;
        set(loss + that.loss, ownLoss + that.ownLoss, weight + that.weight, rows + that.rows, ofLayers);
        norms = allNorms;
    }

    /** Σ weight · ∂C/∂w, [parameters]; of local steps see {@link LocalDescent}; meaningless where there are no rows. Not a copy. */
    public float[] gradient() {
        return gradient;
    }

    /** Σ weight · C, of targets as the rows hold them: what training makes small. */
    public double loss() {
        return loss;
    }

    /** The same in the targets' own units: what is reported. */
    public double ownLoss() {
        return ownLoss;
    }

    /** Of local steps, Σ rows · (the norm of the step's mean gradient, before clipping); otherwise 0. */
    public double norms() {
        return norms;
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
