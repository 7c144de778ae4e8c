package org.thalweg.spark;

import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.LaneSet;
import org.thalweg.train.LocalDescent;
import org.thalweg.train.Step;
import org.thalweg.train.StepTimes;
import org.thalweg.train.TrainingCancelledException;
import org.thalweg.train.TrainingPlan;

/**
 * Computes gradients in Spark tasks. Each task sums its lanes, and the driver adds the subtrees that the tasks send. Tasks
 * run for many steps, in a {@linkplain StepSession session}. If that is not possible, every step is a Spark job, and the
 * parameters are broadcast for it.
 *
 * <p>The Spark context may have Spark's default settings; it is fastest with those of {@link SparkSettings}. Closing the engine
 * destroys its broadcasts; the rows belong to the caller.
 */
public final class SparkEngine implements RowsEngine {
    private final JavaSparkContext spark;
    private final TrainingPlan plan;
    private final SparkRows rows;
    private final Optional<SparkRows> validation;
    private final double deadlineSeconds;
    private final Broadcast<ExecutorRunner> runner;
    private final ReductionTrial reduction;
    private final LaneJobs jobs;
    private final StepSessions sessions;
    private final NavigableSet<ExecutorBlas> executors = new ConcurrentSkipListSet<>(ExecutorBlas.BY_ID);
    private StepTimes times; // of the last sum; null before the first
    private GradientSum last; // of a session; null if there is none to recycle
    private final String group = "thalweg-" + UUID.randomUUID();

    /**
     * An engine whose validation rows are those held out of its training rows, if any.
     *
     * @param rows prepared with the plan's seed and batches
     */
    public SparkEngine(JavaSparkContext spark, TrainingPlan plan, SparkRows rows) {
        this(spark, plan, rows, Optional.empty(), Reduction.AUTO, Double.POSITIVE_INFINITY);
    }

    /**
     * An engine over rows with a deadline for each step.
     *
     * @param rows prepared with the plan's seed and batches
     * @param validation {@linkplain SparkRows#prepareToEvaluate prepared for evaluation}; empty for the rows held out of the
     *     training rows
     * @param reduction how the sums of a step's tasks are combined
     * @param deadlineSeconds above 0; a longer step or evaluation fails with a {@link
     *     org.thalweg.train.StepDeadlineException}
     */
    public SparkEngine(
            JavaSparkContext spark,
            TrainingPlan plan,
            SparkRows rows,
            Optional<SparkRows> validation,
            Reduction reduction,
            double deadlineSeconds) {
        this.deadlineSeconds = deadlineSeconds;
        if (!rows.batches().equals(plan.batches())) {
            throw new IllegalArgumentException("rows: expected those prepared for the plan's batches, " + plan.batches()
                    + ", found " + rows.batches());
        }
        plan.requireForm(rows.survey());
        validation.ifPresent(own -> plan.requireForm(own.survey()));
        this.spark = spark;
        this.plan = plan.with(rows.transforms().targetScaling());
        this.rows = rows;
        this.validation = validation;
        validation.ifPresent(own -> this.plan.requireScaling(own.transforms()));
        this.runner = spark.broadcast(new ExecutorRunner(this.plan, rows.order()));
        this.jobs = new LaneJobs(spark, group, runner);
        this.sessions = new StepSessions(spark.sc(), group, rows.tasks(), this::serve, executors::add);
        this.reduction =
                new ReductionTrial(reduction, senders(), Runtime.getRuntime().maxMemory());
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
        return validation.isPresent() || rows.survey().heldOut() > 0;
    }

    @Override
    public EpochOrder order() {
        return rows.order();
    }

    @Override
    public GradientSum gradient(float[] parameters, Step step) {
        return sum(parameters, step, null);
    }

    @Override
    public GradientSum localSteps(float[] start, Step steps, LocalDescent descent) {
        return sum(start, steps, descent);
    }

    /** How many sums the driver receives per step: in a session one per executor, else one per task slot. */
    private int senders() {
        int executors = Math.max(1, TaskLocality.of(spark.sc()).executors());
        return Math.min(rows.tasks(), sessions.areAllowed() ? executors : ClusterSlots.tasks(spark.sc()));
    }

    @Override
    public Optional<ReductionReport> reduction() {
        return reduction.chosen().map(chosen -> new ReductionReport(chosen, reduction.reason()));
    }

    private GradientSum sum(float[] parameters, Step step, LocalDescent descent) {
        Reduction with = reduction.next(parameters.length);
        long start = System.nanoTime();
        GradientSum sum = sum(parameters, step, descent, with);
        reduction.took((System.nanoTime() - start) * 1e-9);
        return sum;
    }

    private GradientSum sum(float[] parameters, Step step, LocalDescent descent, Reduction with) {
        String description = step.text();
        BitSet tasks = tasksOf(step);
        return ClusterJobs.inGroup(spark.sc(), group, description, deadlineSeconds, () -> {
            try {
                return with == Reduction.GATHER && sessions.areAllowed()
                        ? sessions.in(session -> inSession(session, parameters, step, descent, tasks))
                        : inJob(parameters, step, descent, tasks, description, with);
            } catch (StepSession.NoTaskSlotException e) {
                sessions.giveUp();
                return inJob(parameters, step, descent, tasks, description, with);
            } catch (LinkageError e) {
                sessions.disable(); // This version of Spark has a different RPC interface.
                return inJob(parameters, step, descent, tasks, description, with);
            } catch (Throwable e) {
                sessions.abandon();
                throw e;
            }
        });
    }

    private GradientSum inSession(
            StepSession session, float[] parameters, Step step, LocalDescent descent, BitSet tasks) {
        if (last != null) {
            session.recycle(last);
            last = null;
        }
        TreeSum<GradientSum> tree = session.newTree();
        try {
            times = session.sum(parameters, step, descent, tasks, tree);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingCancelledException("the step was interrupted");
        }
        last = GradientSum.total(tree, order(), step);
        return last;
    }

    private GradientSum inJob(
            float[] parameters, Step step, LocalDescent descent, BitSet tasks, String description, Reduction with) {
        sessions.end(); // Its tasks occupy the task slots.
        TreeSum<GradientSum> tree = LaneRunner.newGradientTree();
        LaneJobs.LaneTask<GradientSum> task =
                (runner, weights, lanes, threads, pool) -> sumOf(runner, weights, lanes, step, descent, threads, pool);
        times = with == Reduction.GATHER
                ? jobs.gather(rows, tasks, description, parameters, tree, task)
                : jobs.slice(rows, tasks, description, parameters, tree, task);
        return GradientSum.total(tree, order(), step);
    }

    /** Computes a task's lanes; the descent is null for a gradient. */
    private static List<TreeSum.Node<GradientSum>> sumOf(
            LaneRunner runner,
            float[] weights,
            LaneSet lanes,
            Step step,
            LocalDescent descent,
            int threads,
            Executor pool) {
        return descent == null
                ? runner.gradient(weights, lanes, step, threads, pool)
                : runner.localSteps(weights, lanes, step, descent, threads, pool);
    }

    /** Runs the job of a session: one task per group, which computes the driver's orders until the session ends. */
    private void serve(String endpoint, TaskGroups groups) {
        Broadcast<ExecutorRunner> workers = runner;
        LaneLayout layout = rows.layout();
        TaskLanes taskLanes = rows.taskLanes();
        ClusterJobs.<RowBlock, Boolean>run(
                Partitions.grouped(rows.blocks(), groups),
                group,
                "steps",
                (context, blocks) -> workers.value().run(context, (runner, pool) -> {
                    int number = context.partitionId();
                    StepWorker.serve(endpoint, number, runner, () -> {
                        LaneSet lanes =
                                taskLanes.lanesOf(groups.first(number), groups.first(number + 1), blocks, layout);
                        return (order, weights) ->
                                sumOf(runner, weights, lanes, order.step(), order.descent(), context.cpus(), pool);
                    });
                    return true;
                }),
                (part, done) -> {});
    }

    @Override
    public void forEachPart(int count, IntConsumer part) {
        IntStream.range(0, count).parallel().forEach(part);
    }

    /** The tasks whose lanes take part in a step. */
    private BitSet tasksOf(Step step) {
        BitSet tasks = new BitSet();
        for (int group : order().groups(step)) {
            for (int place = 0; place < order().layout().groupSize(); place++) {
                tasks.set(rows.taskLanes().taskOf(order().lane(group, place)));
            }
        }
        return tasks;
    }

    @Override
    public Evaluation evaluate(float[] parameters, Split split, EvaluationForm form) {
        boolean own = split == Split.VALIDATION && validation.isPresent();
        return evaluate(parameters, own ? validation.get() : rows, own ? Split.TRAINING : split, form);
    }

    @Override
    public Evaluation evaluate(float[] parameters, SparkRows of, Split split, EvaluationForm form) {
        plan.requireForm(of.survey());
        plan.requireScaling(of.transforms());
        sessions.end(); // Its tasks occupy the task slots.
        BitSet all = new BitSet();
        all.set(0, of.tasks());
        TreeSum<Evaluation> tree = LaneRunner.newEvaluationTree();
        ClusterJobs.inGroup(
                spark.sc(),
                group,
                "evaluate",
                deadlineSeconds,
                () -> jobs.gather(
                        of,
                        all,
                        "evaluate",
                        parameters,
                        tree,
                        (runner, weights, lanes, threads, pool) ->
                                runner.evaluate(weights, lanes, split, form, threads, pool)));
        return tree.total(of.layout().lanes(split).count());
    }

    @Override
    public int threads() {
        return ClusterSlots.tasks(spark.sc()) * spark.sc().conf().getInt("spark.task.cpus", 1);
    }

    @Override
    public List<ExecutorBlas> executors() {
        sessions.end(); // Its tasks occupy the task slots.
        executors.addAll(rows.executors());
        return List.copyOf(executors);
    }

    @Override
    public List<ExecutorBlas> executorsSoFar() {
        return sessions.takeAdded() ? executors() : List.copyOf(executors);
    }

    @Override
    public Optional<StepTimes> times() {
        return Optional.ofNullable(times);
    }

    @Override
    public void close() {
        try {
            sessions.close();
        } finally {
            Uninterrupted.run(runner::destroy);
        }
    }
}
