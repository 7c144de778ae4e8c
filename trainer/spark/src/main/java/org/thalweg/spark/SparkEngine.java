package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.thalweg.data.Block;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.math.TreeSum;
import org.thalweg.train.Evaluation;
import org.thalweg.train.GradientEngine;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.LaneSet;
import org.thalweg.train.Split;
import org.thalweg.train.Step;
import org.thalweg.train.TrainingPlan;

/**
 * Computes gradients in Spark tasks: one job a step. The parameters are broadcast for the step and destroyed after it,
 * each task sums the lanes it holds, and the driver adds the subtrees that arrive.
 *
 * <p>The Spark context must use the settings of {@link SparkSettings}. Closing the engine lets go of what it broadcast;
 * the rows belong to the caller.
 */
public final class SparkEngine implements GradientEngine {
    private final JavaSparkContext spark;
    private final TrainingPlan plan;
    private final SparkRows rows;
    private final SparkRows validation;
    private final double deadlineSeconds;
    private final Broadcast<ExecutorRunner> runner;
    private final String group = "thalweg-" + UUID.randomUUID();

    /**
     * An engine over rows.
     *
     * @param rows prepared with the plan's seed and lanes
     * @param validation prepared likewise, with nothing held out; null for the rows held out of the training rows
     */
    public SparkEngine(JavaSparkContext spark, TrainingPlan plan, SparkRows rows, SparkRows validation) {
        this(spark, plan, rows, validation, Double.POSITIVE_INFINITY);
    }

    /**
     * An engine over rows that waits so long for a step, and no longer.
     *
     * @param rows prepared with the plan's seed and lanes
     * @param validation prepared likewise, with nothing held out; null for the rows held out of the training rows
     * @param deadlineSeconds above 0; a step, or an evaluation, that takes longer ends with a {@link
     *     org.thalweg.train.StepDeadlineException}
     */
    public SparkEngine(
            JavaSparkContext spark, TrainingPlan plan, SparkRows rows, SparkRows validation, double deadlineSeconds) {
        this.deadlineSeconds = deadlineSeconds;
        requireLanes(plan, rows);
        if (validation != null) {
            requireLanes(plan, validation);
        }
        this.spark = spark;
        this.plan = plan.with(rows.transforms().targetScaling());
        this.rows = rows;
        this.validation = validation;
        if (validation != null) {
            this.plan.requireScaling(validation.transforms());
        }
        this.runner = spark.broadcast(new ExecutorRunner(this.plan));
    }

    private static void requireLanes(TrainingPlan plan, SparkRows rows) {
        if (!rows.lanes().equals(plan.batches().lanes())) {
            throw new IllegalArgumentException("lanes: expected the plan's "
                    + plan.batches().lanes().count() + ", found rows in "
                    + rows.lanes().count());
        }
        plan.requireForm(rows.survey());
    }

    @Override
    public TrainingPlan plan() {
        return plan;
    }

    @Override
    public RowSurvey rows() {
        return rows.survey();
    }

    @Override
    public RowTransforms transforms() {
        return rows.transforms();
    }

    @Override
    public boolean hasValidation() {
        return validation != null || rows.survey().heldOut() > 0;
    }

    @Override
    public GradientSum gradient(float[] parameters, Step step) {
        int epoch = step.epoch();
        long index = step.index();
        return sumOverTasks(
                rows,
                "epoch " + (epoch + 1) + ", step " + (index + 1),
                parameters,
                LaneRunner.newGradientTree(),
                (runner, weights, lanes, threads, pool) ->
                        runner.gradient(weights, lanes, new Step(epoch, index), threads, pool));
    }

    @Override
    public Evaluation evaluate(float[] parameters, Split split) {
        boolean own = split == Split.VALIDATION && validation != null;
        return evaluate(parameters, own ? validation : rows, own ? Split.TRAINING : split);
    }

    /**
     * How well the network does on any prepared rows, such as test rows.
     *
     * @param of prepared with the plan's seed and lanes, scaled as the training rows are
     */
    public Evaluation evaluate(float[] parameters, SparkRows of, Split split) {
        requireLanes(plan, of);
        plan.requireScaling(of.transforms());
        return sumOverTasks(
                of,
                "evaluate",
                parameters,
                LaneRunner.newEvaluationTree(),
                (runner, weights, lanes, threads, pool) -> runner.evaluate(weights, lanes, split, threads, pool));
    }

    /** What a task does with its lanes. */
    private interface LaneTask<R> extends Serializable {
        List<TreeSum.Node<R>> run(LaneRunner runner, float[] weights, LaneSet lanes, int threads, ExecutorService pool);
    }

    /** One job: broadcasts the parameters, runs the task on every partition's lanes, sums what comes back. */
    private <R> R sumOverTasks(
            SparkRows of, String description, float[] parameters, TreeSum<R> tree, LaneTask<R> task) {
        Broadcast<ExecutorRunner> workers = runner;
        return ClusterJobs.inGroup(spark.sc(), group, description, deadlineSeconds, () -> {
            Broadcast<float[]> weights = spark.broadcast(parameters);
            try {
                ClusterJobs.<Block, ArrayList<TreeSum.Node<R>>>run(
                        of.blocks(),
                        group,
                        description,
                        (context, blocks) -> workers.value().run(context, (runner, pool) -> {
                            LaneSet lanes = lanesOf(context, runner, blocks);
                            return new ArrayList<>(task.run(runner, weights.value(), lanes, context.cpus(), pool));
                        }),
                        (part, sums) -> sums.forEach(node -> tree.put(node.level(), node.index(), node.value())));
            } finally {
                weights.destroy();
            }
            return tree.total(plan.batches().lanes().count());
        });
    }

    private static LaneSet lanesOf(TaskContext context, LaneRunner runner, Iterator<Block> blocks) {
        Lanes lanes = runner.plan().batches().lanes();
        int part = context.partitionId();
        int parts = context.numPartitions();
        return LaneSet.of(blocks, lanes.firstOf(part, parts), lanes.firstOf(part + 1, parts));
    }

    @Override
    public void close() {
        runner.destroy();
    }
}
