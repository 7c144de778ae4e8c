package org.thalweg.train;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;

/**
 * Runs lanes on the threads of one JVM and sums them along the tree, for the engine of this JVM and for a Spark task
 * alike. Keeps the workers' scratch memory from call to call. Thread-safe.
 */
public final class LaneRunner {
    private static final int END = 1 << 30; // past every turn, and far from overflow

    private final TrainingPlan plan;
    private final EpochOrder order;
    private final Queue<LaneWorker> idleWorkers = new ConcurrentLinkedQueue<>();
    private final Deque<GradientSum> idleSums = new ConcurrentLinkedDeque<>(); // last in, first out: still in the cache

    /**
     * A runner without scratch memory yet.
     *
     * @param order in which the steps take the rows
     */
    public LaneRunner(TrainingPlan plan, EpochOrder order) {
        this.plan = plan;
        this.order = order;
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
            float[] parameters, LaneSet lanes, Step step, int threads, ExecutorService pool) {
        List<LaneShare> shares = order.shares(step, lanes.first(Split.TRAINING), lanes.end(Split.TRAINING));
        int count = shares.size();
        // The last addition would be one thread's alone, while the others are idle: it is kept for all of them.
        boolean whole = count > 1 && Integer.bitCount(count) == 1 && isSubtree(shares);
        int middle = whole && threads > 1 ? shares.get(count / 2).leaf() : Integer.MAX_VALUE;
        TreeSum<GradientSum> lower = newTree();
        TreeSum<GradientSum> upper = newTree();
        run(count, threads, pool, (worker, index) -> {
            LaneShare share = shares.get(index);
            GradientSum sum = idleSum();
            worker.gradient(parameters, lanes.rows(share.lane(), Split.TRAINING), share, step, sum);
            (share.leaf() < middle ? lower : upper).put(0, share.leaf(), sum);
        });
        return middle == Integer.MAX_VALUE ? lower.roots() : List.of(added(lower, upper, threads, pool));
    }

    /** Whether a power of two of leaves are those of one subtree. */
    private static boolean isSubtree(List<LaneShare> shares) {
        int first = shares.get(0).leaf();
        int last = shares.get(shares.size() - 1).leaf();
        return first % shares.size() == 0 && last == first + shares.size() - 1;
    }

    /** The sum of two subtrees that are neighbours, each whole. */
    private TreeSum.Node<GradientSum> added(
            TreeSum<GradientSum> lower, TreeSum<GradientSum> upper, int threads, ExecutorService pool) {
        TreeSum.Node<GradientSum> left = lower.roots().get(0);
        TreeSum.Node<GradientSum> right = upper.roots().get(0);
        GradientSum sum = sum(left.value(), right.value(), this::recycle, (to, from) -> to.add(from, threads, pool));
        return new TreeSum.Node<>(left.level() + 1, left.index() >> 1, sum);
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
        int first = lanes.first(split);
        run(lanes.end(split) - first, threads, pool, (worker, index) -> {
            int lane = first + index;
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

    private interface LaneAction {
        void run(LaneWorker worker, int index);
    }

    /** Runs the action on the numbers 0 to count − 1. */
    private void run(int count, int threads, ExecutorService pool, LaneAction action) {
        requireNotInterrupted();
        // Neighbours go to one thread, as far as it keeps pace, so that threads add up their subtrees side by side.
        int useful = Math.max(1, Math.min(threads, count));
        int stretch = rounds(count, useful);
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            LaneWorker idle = idleWorkers.poll();
            LaneWorker worker = idle == null ? new LaneWorker(plan, order) : idle;
            for (int turn = next.getAndIncrement(); turn < useful * stretch; turn = next.getAndIncrement()) {
                int index = turn % useful * stretch + turn / useful;
                if (index < count) {
                    requireNotInterrupted();
                    action.run(worker, index);
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
