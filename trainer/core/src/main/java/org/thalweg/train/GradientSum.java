package org.thalweg.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.thalweg.math.Kernels;
import org.thalweg.math.TreeSum;
import org.thalweg.nn.LayerStatistics;

/**
 * Sums over the rows of a step: the gradient, the loss, the weight, the count. Divided once, by the weight, they are
 * the batch's mean.
 *
 * <p>Mutable scratch memory: an engine reuses it from step to step.
 */
public final class GradientSum implements Serializable {
    private static final long serialVersionUID = 1;

    /** Fewer numbers are added before another thread would have begun. */
    private static final int LEAST_PART = 1 << 14;

    private final float[] gradient;
    private List<LayerStatistics> statistics = List.of();
    private double loss;
    private double ownLoss;
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

    /** Sums over no rows yet, with memory for the gradient. */
    GradientSum(int parameters) {
        this(new float[parameters], 0, 0, 0);
    }

    /** With the loss in the targets' own units beside the one that training makes small. */
    public GradientSum withOwnLoss(double own) {
        ownLoss = own;
        return this;
    }

    void set(double loss, double own, double weight, long rows, List<LayerStatistics> ofLayers) {
        statistics = ofLayers;
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
        order.emptyGroups(step).forEach(group -> tree.put(level, group, new GradientSum(0)));
        return tree.total(order.leaves(step));
    }

    /** Adds another sum to this one. */
    void add(GradientSum that) {
        Kernels.addInPlace(gradient, that.gradient);
        addRest(that);
    }

    /** The same, number by number, on several threads: the caller's and the pool's. */
    void add(GradientSum that, int threads, ExecutorService pool) {
        int part = Math.max(LEAST_PART, gradient.length / threads + 1);
        List<Future<?>> others = new ArrayList<>();
        for (int at = part; at < gradient.length; at += part) {
            int from = at;
            int to = Math.min(gradient.length, at + part);
            others.add(pool.submit(() -> Kernels.addInPlace(gradient, that.gradient, from, to)));
        }
        Kernels.addInPlace(gradient, that.gradient, 0, Math.min(part, gradient.length));
        for (Future<?> other : others) {
            await(other);
        }
        addRest(that);
    }

    /** Also when interrupted, as the other thread writes into the sum; it takes a moment. */
    private static void await(Future<?> other) {
        boolean interrupted = false;
        while (true) {
            try {
                other.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void addRest(GradientSum that) {
        for (int l = 0; l < Math.min(statistics.size(), that.statistics.size()); l++) {
            statistics.get(l).add(that.statistics.get(l));
        }
        List<LayerStatistics> ofLayers = statistics.isEmpty() ? that.statistics : statistics;
        set(loss + that.loss, ownLoss + that.ownLoss, weight + that.weight, rows + that.rows, ofLayers);
    }

    /** Σ weight · ∂C/∂w, [parameters]; meaningless where there are no rows. Not a copy. */
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
