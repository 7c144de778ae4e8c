package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import org.thalweg.math.TreeSum;
import org.thalweg.nn.LayerStatistics;

/**
 * Sums over the rows of a step: the gradient, the loss, the weight and the count. Divided once by the weight they are the
 * means of the batch. For {@linkplain LocalDescent local steps} the gradient's array has the lanes' parameter changes and
 * optimizer states instead, each multiplied by its lane's rows.
 *
 * <p>Mutable scratch memory: an engine reuses it from step to step.
 */
public final class GradientSum implements Serializable {
    private static final long serialVersionUID = 1;

    /** For fewer numbers, starting another thread takes longer than adding them. */
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
     * @param gradient Σ weight · ∂C/∂w; owned by this object from now on
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

    /** An empty sum with memory for the gradient. */
    GradientSum(int parameters) {
        this(new float[parameters], 0, 0, 0);
    }

    /** Sets the loss in the targets' own units. */
    public GradientSum withOwnLoss(double own) {
        ownLoss = own;
        return this;
    }

    /** Sets the sum of gradient norms of local steps. */
    public GradientSum withNorms(double sum) {
        norms = sum;
        return this;
    }

    /** Sets the form of the gradient. */
    public GradientSum withForm(SumForm known) {
        form = known;
        return this;
    }

    /** The form of the gradient: its zero columns and its precision. */
    public SumForm form() {
        return form;
    }

    /**
     * A copy with another gradient, for example a slice, and other statistics. Its form is the default.
     *
     * @param other owned by the copy from now on
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
     * The total of a step from the sums of its lanes in the tree.
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

    /** The number of parts that are each large enough for a thread, from 1 to the number of threads. */
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

    /** Adds one of several parts of the gradient. Call {@link #addRest} after the last part. */
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

    /** Σ weight · C with targets as stored in the rows: the loss that training minimises. */
    public double loss() {
        return loss;
    }

    /** Σ weight · C in the targets' own units: the loss that is reported. */
    public double ownLoss() {
        return ownLoss;
    }

    /** With local steps Σ rows · (the norm of the step's mean gradient, before clipping); otherwise 0. */
    public double norms() {
        return norms;
    }

    /** Σ weight. */
    public double weight() {
        return weight;
    }

    /** Activation statistics over some of the rows, one per layer; only in the first step of an epoch, otherwise empty. */
    public List<LayerStatistics> statistics() {
        return statistics;
    }

    /** How many rows were summed. */
    public long rows() {
        return rows;
    }
}
