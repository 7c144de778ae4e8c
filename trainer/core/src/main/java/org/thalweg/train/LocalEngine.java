package org.thalweg.train;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;

/** Computes gradients on threads of this JVM. */
public final class LocalEngine implements GradientEngine {
    private final LocalRows rows;
    private final Optional<LocalRows> validation;
    private final LaneRunner runner;
    private final int threads;
    private final LaneThreads pool;
    private final SharedWork parts = new SharedWork();
    private final TreeSum<GradientSum> tree; // of a step's subtrees
    private GradientSum last;

    /**
     * An engine whose validation rows are those held out of its training rows, if any.
     *
     * @param rows packed with the plan's seed and batches
     * @param threads 1 or more
     */
    public LocalEngine(TrainingPlan plan, LocalRows rows, int threads) {
        this(plan, rows, Optional.empty(), threads);
    }

    /**
     * An engine with separate validation rows.
     *
     * @param rows packed with the plan's seed and batches
     * @param validation packed {@linkplain LocalRows#packToEvaluate to be evaluated}; empty for the rows held out of the
     *     training rows
     * @param threads 1 or more
     */
    public LocalEngine(TrainingPlan plan, LocalRows rows, Optional<LocalRows> validation, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, found " + threads);
        }
        if (!rows.batches().equals(plan.batches())) {
            throw new IllegalArgumentException("rows: expected those packed for the plan's batches, " + plan.batches()
                    + ", found " + rows.batches());
        }
        requireFits(plan, rows);
        validation.ifPresent(own -> requireFits(plan, own));
        TrainingPlan ofRows = plan.with(rows.transforms().targetScaling());
        validation.ifPresent(own -> ofRows.requireScaling(own.transforms()));
        this.rows = rows;
        this.validation = validation;
        this.runner = new LaneRunner(ofRows, rows.order());
        this.tree = runner.newTree();
        this.threads = threads;
        this.pool = new LaneThreads(threads - 1);
    }

    private static void requireFits(TrainingPlan plan, LocalRows rows) {
        int inputs = plan.network().inputs();
        int found = rows.survey().total().inputs();
        if (found != inputs) {
            throw new IllegalArgumentException(
                    "rows: expected " + inputs + " features (the network's inputs), found " + found);
        }
        plan.requireForm(rows.survey());
    }

    @Override
    public TrainingPlan plan() {
        return runner.plan();
    }

    @Override
    public RowSurvey rows() {
        return rows.survey();
    }

    @Override
    public EpochOrder order() {
        return runner.order();
    }

    @Override
    public RowTransforms transforms() {
        return rows.transforms();
    }

    @Override
    public GradientSum gradient(float[] parameters, Step step) {
        recycleLast();
        runner.gradient(parameters, rows.lanes(), step, threads, pool).forEach(tree::put);
        last = GradientSum.total(tree, order(), step);
        return last;
    }

    @Override
    public GradientSum localSteps(float[] start, Step steps, LocalDescent descent) {
        recycleLast();
        runner.localSteps(start, rows.lanes(), steps, descent, threads, pool).forEach(tree::put);
        last = GradientSum.total(tree, order(), steps);
        return last;
    }

    private void recycleLast() {
        if (last != null) {
            runner.recycle(last);
            last = null; // If this step fails, the next one must not recycle the same memory twice.
        }
        tree.clear();
    }

    @Override
    public void forEachPart(int count, IntConsumer part) {
        parts.runToTheEnd(count, threads, pool, () -> {
            for (int i = parts.next(); i >= 0; i = parts.next()) {
                part.accept(i);
            }
        });
    }

    @Override
    public Evaluation evaluate(float[] parameters, Split split, EvaluationForm form) {
        boolean own = split == Split.VALIDATION && validation.isPresent();
        return ofLanes(parameters, (own ? validation.get() : rows).lanes(), own ? Split.TRAINING : split, form);
    }

    /**
     * Evaluates the network on any packed rows, such as test rows.
     *
     * @param of scaled as the training rows are
     * @throws IllegalArgumentException if they are not, or do not fit the network
     */
    public Evaluation evaluate(float[] parameters, LocalRows of, Split split, EvaluationForm form) {
        requireFits(plan(), of);
        plan().requireScaling(of.transforms());
        return ofLanes(parameters, of.lanes(), split, form);
    }

    /** The training rows of a lane. */
    LaneRows laneRows(int lane) {
        return rows.lanes().rows(lane, Split.TRAINING);
    }

    private Evaluation ofLanes(float[] parameters, LaneSet lanes, Split split, EvaluationForm form) {
        TreeSum<Evaluation> tree = LaneRunner.newEvaluationTree();
        runner.evaluate(parameters, lanes, split, form, threads, pool).forEach(tree::put);
        return tree.total(lanes.end(split));
    }

    @Override
    public boolean hasValidation() {
        return validation.isPresent() || rows.survey().heldOut() > 0;
    }

    @Override
    public void close() {
        pool.close();
    }
}
