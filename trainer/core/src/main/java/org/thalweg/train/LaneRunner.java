package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;

/**
 * Runs lanes on the threads of one JVM and sums them along the tree. Used by the local engine and by Spark tasks. Reuses the
 * workers' scratch memory from call to call. Thread-safe.
 */
public final class LaneRunner {
    private final TrainingPlan plan;
    private final EpochOrder order;
    private final SumForm form; // of gradients
    private final BufferPool<LaneWorker> idleWorkers = new BufferPool<>();
    private final BufferPool<StepRun> idleRuns = new BufferPool<>();
    private final BufferPool<GradientSum> idleSums = new BufferPool<>();
    private final BufferPool<LaneDescent> idleDescents = new BufferPool<>();
    private final BufferPool<GradientSum> idleDescentSums = new BufferPool<>();

    /**
     * A runner without scratch memory yet.
     *
     * @param order in which the steps take the rows
     */
    public LaneRunner(TrainingPlan plan, EpochOrder order) {
        this.plan = plan;
        this.order = order;
        this.form = SumForm.of(plan);
    }

    /** What the lanes are run for. */
    public TrainingPlan plan() {
        return plan;
    }

    /** The order in which the steps take the rows. */
    public EpochOrder order() {
        return order;
    }

    /**
     * The gradients of a step over some lanes, as whole subtrees.
     *
     * @param threads runs the lanes on this many threads: the caller's and the pool's
     * @param pool unused where threads is 1
     */
    public List<TreeSum.Node<GradientSum>> gradient(
            float[] parameters, LaneSet lanes, Step step, int threads, Executor pool) {
        return run(parameters, lanes, step, null, threads, pool);
    }

    /**
     * The results of local steps over some lanes, as whole subtrees.
     *
     * @param start parameters and state
     * @param threads runs the lanes on this many threads: the caller's and the pool's
     * @param pool unused where threads is 1
     */
    public List<TreeSum.Node<GradientSum>> localSteps(
            float[] start, LaneSet lanes, Step steps, LocalDescent descent, int threads, Executor pool) {
        return run(start, lanes, steps, descent, threads, pool);
    }

    private List<TreeSum.Node<GradientSum>> run(
            float[] parameters, LaneSet lanes, Step step, LocalDescent descent, int threads, Executor pool) {
        StepRun idle = idleRuns.poll();
        StepRun run = idle == null ? new StepRun() : idle;
        List<TreeSum.Node<GradientSum>> roots = run.take(parameters, lanes, step, descent, threads, pool);
        run.clear();
        idleRuns.add(run); // Not after a failure, as sums may be left in its trees.
        return roots;
    }

    /** Sums the lanes of a step in reusable memory. */
    private final class StepRun {
        private final StepShares shares = new StepShares();
        private final SharedWork work = new SharedWork();
        private final TreeSum<GradientSum> lower = newTree();
        private final TreeSum<GradientSum> upper = newTree();
        private final Runnable addLanes = this::addLanes;
        private final Runnable addDescents = this::addDescents;
        private final Runnable addHalves = this::addHalves;
        private float[] parameters;
        private LaneSet lanes;
        private Step step;
        private LocalDescent descent; // null for one step's gradient
        private final List<StepShares> sharesOfSteps = new ArrayList<>();
        private int middle; // the first leaf of the upper half
        private GradientSum left; // of the last addition
        private GradientSum right;
        private int parts;

        List<TreeSum.Node<GradientSum>> take(
                float[] parametersOfStep, LaneSet of, Step at, LocalDescent by, int threads, Executor pool) {
            parameters = parametersOfStep;
            lanes = of;
            step = at;
            descent = by;
            order.sharesInto(step, lanes.first(Split.TRAINING), lanes.end(Split.TRAINING), shares);
            if (descent != null) {
                shareSteps();
            }
            // The last addition would run on one thread while the others are idle, so all threads share it.
            boolean halves = threads > 1 && shares.isSubtree();
            middle = halves ? shares.leaf(shares.count() / 2) : Integer.MAX_VALUE;
            work.run(shares.count(), threads, pool, descent == null ? addLanes : addDescents);
            return halves ? List.of(sumOfHalves(threads, pool)) : lower.roots();
        }

        /** Drops references to rows and sums, so that they can be collected. */
        void clear() {
            lower.clear();
            upper.clear();
            parameters = null;
            lanes = null;
            descent = null;
            left = null;
            right = null;
        }

        private void addLanes() {
            LaneWorker worker = idleWorker();
            for (int index = work.next(); index >= 0; index = work.next()) {
                GradientSum sum = idleSum();
                worker.gradient(parameters, lanes.rows(shares.lane(index), Split.TRAINING), shares, index, step, sum);
                sum.round();
                (shares.leaf(index) < middle ? lower : upper).put(0, shares.leaf(index), sum);
            }
            idleWorkers.add(worker);
        }

        private void shareSteps() {
            while (sharesOfSteps.size() < step.count()) {
                sharesOfSteps.add(new StepShares());
            }
            for (int number = 0; number < step.count(); number++) {
                order.sharesInto(
                        step.at(number),
                        lanes.first(Split.TRAINING),
                        lanes.end(Split.TRAINING),
                        sharesOfSteps.get(number));
            }
        }

        private void addDescents() {
            LaneDescent lane = idleDescent(descent);
            for (int index = work.next(); index >= 0; index = work.next()) {
                GradientSum sum = idleDescentSum(descent);
                int number = shares.lane(index);
                lane.take(parameters, descent, lanes.rows(number, Split.TRAINING), number, sharesOfSteps, step, sum);
                (shares.leaf(index) < middle ? lower : upper).put(0, shares.leaf(index), sum);
            }
            idleDescents.add(lane);
        }

        /** The sum of two subtrees that are neighbours, each whole, by all threads. */
        private TreeSum.Node<GradientSum> sumOfHalves(int threads, Executor pool) {
            TreeSum.Node<GradientSum> half = lower.roots().get(0);
            GradientSum sum = sum(half.value(), upper.roots().get(0).value(), LaneRunner.this::recycle, (to, from) -> {
                left = to;
                right = from;
                parts = to.parts(threads);
                work.run(parts, threads, pool, addHalves);
                to.addRest(from);
            });
            return new TreeSum.Node<>(half.level() + 1, half.index() >> 1, sum);
        }

        private void addHalves() {
            for (int part = work.next(); part >= 0; part = work.next()) {
                left.addPart(right, part, parts);
            }
        }
    }

    private LaneWorker idleWorker() {
        LaneWorker idle = idleWorkers.poll();
        return idle == null ? new LaneWorker(plan, order) : idle;
    }

    private LaneDescent idleDescent(LocalDescent descent) {
        LaneDescent idle = idleDescents.poll();
        return idle != null && idle.serves(descent.optimizer())
                ? idle
                : new LaneDescent(idleWorker(), plan, descent.optimizer());
    }

    private GradientSum idleDescentSum(LocalDescent descent) {
        int length = descent.length(plan.network().parameterCount());
        GradientSum idle = idleDescentSums.poll();
        return idle == null || idle.gradient().length != length ? new GradientSum(length) : idle;
    }

    private GradientSum idleSum() {
        GradientSum idle = idleSums.poll();
        return idle == null ? new GradientSum(plan.network().parameterCount()).withForm(form) : idle;
    }

    /** Evaluates the network on the rows of some lanes, as whole subtrees. */
    public List<TreeSum.Node<Evaluation>> evaluate(
            float[] parameters, LaneSet lanes, Split split, EvaluationForm form, int threads, Executor pool) {
        TreeSum<Evaluation> tree = newEvaluationTree();
        SharedWork work = new SharedWork();
        int first = lanes.first(split);
        work.run(lanes.end(split) - first, threads, pool, () -> {
            LaneWorker worker = idleWorker();
            for (int index = work.next(); index >= 0; index = work.next()) {
                Evaluation evaluation = new Evaluation(plan, form);
                worker.evaluate(parameters, lanes.rows(first + index, split), evaluation);
                tree.put(0, first + index, evaluation);
            }
            idleWorkers.add(worker);
        });
        return tree.roots();
    }

    /** A sum of gradients, into the memory of one of each pair. */
    public static TreeSum<GradientSum> newGradientTree() {
        return newGradientTree(sum -> {});
    }

    /** A sum of gradients that keeps the memory of what it has added for later steps. */
    TreeSum<GradientSum> newTree() {
        return newGradientTree(this::recycle);
    }

    /**
     * A sum of gradients, into the memory of one of each pair.
     *
     * @param noLongerUsed takes the other
     */
    public static TreeSum<GradientSum> newGradientTree(Consumer<GradientSum> noLongerUsed) {
        return new TreeSum<>((left, right) -> sum(left, right, noLongerUsed, GradientSum::add));
    }

    /** left + right, in the memory of one of them. */
    private static GradientSum sum(
            GradientSum left,
            GradientSum right,
            Consumer<GradientSum> noLongerUsed,
            BiConsumer<GradientSum, GradientSum> addTo) {
        GradientSum kept = left.rows() == 0 ? right : left;
        GradientSum added = left.rows() == 0 ? left : right;
        if (added.rows() > 0) {
            addTo.accept(kept, added);
        }
        noLongerUsed.accept(added);
        return kept;
    }

    /** A sum of evaluations. */
    public static TreeSum<Evaluation> newEvaluationTree() {
        return new TreeSum<>((left, right) -> {
            left.add(right);
            return left;
        });
    }

    /** Returns a sum's memory for later steps; the caller must not use it afterwards. */
    public void recycle(GradientSum sum) {
        if (sum.gradient().length == plan.network().parameterCount()) {
            idleSums.add(sum);
        } else if (sum.gradient().length > 0) {
            idleDescentSums.add(sum);
        }
    }
}
