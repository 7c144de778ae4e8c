package org.thalweg.train;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.thalweg.math.TreeSum;
import org.thalweg.nn.PairTrial;

/**
 * Runs lanes on the threads of one JVM and sums them along the tree, for the engine of this JVM and for a Spark task
 * alike. Keeps the workers' scratch memory from call to call. Thread-safe.
 */
public final class LaneRunner {
    private static final int END = 1 << 30; // past every turn, and far from overflow

    private final TrainingPlan plan;
    private final Map<Integer, PairTrial> pairTrials = new ConcurrentHashMap<>(); // by the rows of a lane's share
    private final Queue<LaneWorker> idleWorkers = new ConcurrentLinkedQueue<>();
    private final Deque<GradientSum> idleSums = new ConcurrentLinkedDeque<>(); // last in, first out: still in the cache

    /** A runner without scratch memory yet. */
    public LaneRunner(TrainingPlan plan) {
        this.plan = plan;
    }

    /** What the lanes are run for. */
    public TrainingPlan plan() {
        return plan;
    }

    /**
     * The gradients of a step over some lanes, as whole subtrees.
     *
     * <p>Neighbours whose whole shares are as large run in one pass where that gives the tree's own bits, unless the
     * threads are so many that some would have nothing to do.
     *
     * @param threads runs the lanes on this many threads: the caller's and the pool's
     * @param pool unused where threads is 1
     */
    public List<TreeSum.Node<GradientSum>> gradient(
            float[] parameters, LaneSet lanes, Step step, int threads, ExecutorService pool) {
        int count = lanes.end() - lanes.first();
        int pairs = (lanes.end() + 1) / 2 - lanes.first() / 2;
        int together = threads == 1 || 2 * rounds(pairs, threads) <= rounds(count, threads) ? 2 : 1;
        // The last addition would be one thread's alone, while the others are idle: it is kept for all of them.
        boolean whole = count > 1 && Integer.bitCount(count) == 1 && lanes.first() % count == 0;
        int middle = whole && threads > 1 ? lanes.first() + count / 2 : lanes.end();
        TreeSum<GradientSum> lower = newTree();
        TreeSum<GradientSum> upper = newTree();
        run(lanes, together, threads, pool, (worker, first, end) -> {
            TreeSum<GradientSum> tree = first < middle ? lower : upper;
            PairTrial trial = end - first < 2 || end > middle && first < middle ? null : pairTrial(lanes, first, step);
            if (trial != null && trial.addsExactly()) {
                GradientSum sum = idleSum();
                LaneRows left = lanes.rows(first, Split.TRAINING);
                LaneRows right = lanes.rows(first + 1, Split.TRAINING);
                worker.gradientOfPair(parameters, left, right, first, step, trial, sum);
                tree.put(1, first >> 1, sum);
                return;
            }
            for (int lane = first; lane < end; lane++) {
                requireNotInterrupted();
                GradientSum sum = idleSum();
                worker.gradient(parameters, lanes.rows(lane, Split.TRAINING), lane, step, sum);
                (lane < middle ? lower : upper).put(0, lane, sum);
            }
        });
        return middle == lanes.end() ? lower.roots() : List.of(added(lower, upper, threads, pool));
    }

    /** The sum of two subtrees that are neighbours, each whole. */
    private TreeSum.Node<GradientSum> added(
            TreeSum<GradientSum> lower, TreeSum<GradientSum> upper, int threads, ExecutorService pool) {
        TreeSum.Node<GradientSum> left = lower.roots().get(0);
        TreeSum.Node<GradientSum> right = upper.roots().get(0);
        GradientSum sum = sum(left.value(), right.value(), this::recycle, (to, from) -> to.add(from, threads, pool));
        return new TreeSum.Node<>(left.level() + 1, left.index() >> 1, sum);
    }

    /** The trial of the pair that a lane begins; null if one of the two adds less than a whole share, or another one. */
    private PairTrial pairTrial(LaneSet lanes, int left, Step step) {
        if (plan.batches().size() == Batches.FULL) {
            return null;
        }
        int share = plan.batches().rowsOf(left);
        long end = (step.index() + 1) * share;
        boolean whole = plan.batches().rowsOf(left + 1) == share
                && lanes.rows(left, Split.TRAINING).rows() >= end
                && lanes.rows(left + 1, Split.TRAINING).rows() >= end;
        return whole && 2 * share <= LaneWorker.MAX_PASS_ROWS
                ? pairTrials.computeIfAbsent(share, rows -> PairTrial.of(plan.network(), rows))
                : null;
    }

    private static int rounds(int units, int threads) {
        return (units + threads - 1) / threads;
    }

    private GradientSum idleSum() {
        GradientSum idle = idleSums.pollFirst();
        return idle == null ? new GradientSum(plan.network().parameterCount()) : idle;
    }

    /** What the network makes of some lanes' rows, as whole subtrees. */
    public List<TreeSum.Node<Evaluation>> evaluate(
            float[] parameters, LaneSet lanes, Split split, int threads, ExecutorService pool) {
        TreeSum<Evaluation> tree = newEvaluationTree();
        run(lanes, 1, threads, pool, (worker, lane, end) -> {
            Evaluation evaluation = new Evaluation(plan.network(), plan.task(), plan.targetScaling());
            worker.evaluate(parameters, lanes.rows(lane, split), evaluation);
            tree.put(0, lane, evaluation);
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

    private static TreeSum<GradientSum> newGradientTree(Consumer<GradientSum> noLongerUsed) {
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

    /** Takes a sum's memory back for a later step; the caller uses it no more. */
    void recycle(GradientSum sum) {
        if (sum.gradient().length == plan.network().parameterCount()) {
            idleSums.addFirst(sum);
        }
    }

    private interface GroupAction {
        void run(LaneWorker worker, int firstLane, int endLane);
    }

    /** Runs the action on every group of lanes that a multiple of the group's size begins. */
    private void run(LaneSet lanes, int size, int threads, ExecutorService pool, GroupAction action) {
        requireNotInterrupted();
        int firstGroup = lanes.first() / size;
        int groups = (lanes.end() + size - 1) / size - firstGroup;
        // Neighbouring groups go to one thread, as far as it keeps pace, so that threads add up their subtrees side by
        // side.
        int useful = Math.max(1, Math.min(threads, groups));
        int stretch = rounds(groups, useful);
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            LaneWorker idle = idleWorkers.poll();
            LaneWorker worker = idle == null ? new LaneWorker(plan) : idle;
            for (int turn = next.getAndIncrement(); turn < useful * stretch; turn = next.getAndIncrement()) {
                int group = turn % useful * stretch + turn / useful;
                if (group < groups) {
                    requireNotInterrupted();
                    int lane = (firstGroup + group) * size;
                    action.run(worker, Math.max(lanes.first(), lane), Math.min(lanes.end(), lane + size));
                }
            }
            idleWorkers.add(worker);
        };
        List<Future<?>> others = new ArrayList<>();
        Throwable failure = null;
        try {
            for (int other = 1; other < useful; other++) {
                others.add(pool.submit(work));
            }
            work.run();
        } catch (RuntimeException | Error e) {
            failure = e;
            next.set(END);
        }
        await(others, next, failure);
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException("the step was interrupted");
        }
    }

    /** Waits for every thread, also after a failure or an interruption, as they write what the caller reads. */
    private static void await(List<Future<?>> others, AtomicInteger next, Throwable ownFailure) {
        Throwable failure = ownFailure;
        boolean interrupted = false;
        for (Future<?> other : others) {
            boolean done = false;
            while (!done) {
                try {
                    other.get();
                    done = true;
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    next.set(END);
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    next.set(END);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new TrainingCancelledException("the step was interrupted");
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }
}
