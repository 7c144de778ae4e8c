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
import java.util.function.Consumer;
import org.thalweg.math.TreeSum;

/**
 * Runs lanes on the threads of one JVM and sums them along the tree, for the engine of this JVM and for a Spark task
 * alike. Keeps the workers' scratch memory from call to call. Thread-safe.
 */
public final class LaneRunner {
    private final TrainingPlan plan;
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
     * <p>Of a pair of neighbours the right one's products add straight to the left one's gradient where that gives the
     * tree's own bits: it saves the memory's work for half of the lanes.
     *
     * @param threads runs the lanes on this many threads of the pool
     * @param pool unused where threads is 1: then the caller's thread runs them
     */
    public List<TreeSum.Node<GradientSum>> gradient(
            float[] parameters, LaneSet lanes, Step step, int threads, ExecutorService pool) {
        TreeSum<GradientSum> tree = newTree();
        run(lanes, 2, threads, pool, (worker, first, end) -> {
            GradientSum left = idleSum();
            worker.gradient(parameters, lanes.rows(first, Split.TRAINING), first, step, left);
            if (first + 1 == end) {
                tree.put(0, first, left);
                return;
            }
            requireNotInterrupted();
            LaneRows rightRows = lanes.rows(first + 1, Split.TRAINING);
            if (left.rows() > 0 && worker.addsExactly(rightRows, first + 1, step)) {
                worker.addGradient(parameters, rightRows, first + 1, step, left);
                tree.put(1, first >> 1, left);
                return;
            }
            GradientSum right = idleSum();
            worker.gradient(parameters, rightRows, first + 1, step, right);
            tree.put(0, first, left);
            tree.put(0, first + 1, right);
        });
        return tree.roots();
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
            Evaluation evaluation = new Evaluation(plan.network(), plan.loss());
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
        return new TreeSum<>((left, right) -> {
            GradientSum kept = left.rows() == 0 ? right : left;
            GradientSum added = left.rows() == 0 ? left : right;
            if (added.rows() > 0) {
                kept.add(added);
            }
            noLongerUsed.accept(added);
            return kept;
        });
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
    private void run(LaneSet lanes, int group, int threads, ExecutorService pool, GroupAction action) {
        requireNotInterrupted();
        AtomicInteger next = new AtomicInteger(lanes.first() / group);
        int end = (lanes.end() + group - 1) / group;
        Runnable work = () -> {
            LaneWorker idle = idleWorkers.poll();
            LaneWorker worker = idle == null ? new LaneWorker(plan) : idle;
            for (int g = next.getAndIncrement(); g < end; g = next.getAndIncrement()) {
                requireNotInterrupted();
                int from = Math.max(lanes.first(), g * group);
                action.run(worker, from, Math.min(lanes.end(), (g + 1) * group));
            }
            idleWorkers.add(worker);
        };
        int useful = Math.min(threads, end - next.get());
        if (useful <= 1) {
            work.run();
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < useful; thread++) {
            running.add(pool.submit(work));
        }
        await(running, next, end);
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException("the step was interrupted");
        }
    }

    /** Waits for every thread, also after a failure or an interruption, as they write what the caller reads. */
    private static void await(List<Future<?>> running, AtomicInteger next, int end) {
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<?> future : running) {
            boolean done = false;
            while (!done) {
                try {
                    future.get();
                    done = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    next.set(end);
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    next.set(end);
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
