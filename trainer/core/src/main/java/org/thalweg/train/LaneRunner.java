package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.thalweg.math.TreeSum;

/**
 * Runs lanes on the threads of one JVM and sums them along the tree, for the engine of this JVM and for a Spark task
 * alike. Keeps the workers' scratch memory from call to call. Thread-safe.
 */
public final class LaneRunner {
    private final TrainingPlan plan;
    private final Queue<LaneWorker> idleWorkers = new ConcurrentLinkedQueue<>();
    private final Queue<GradientSum> idleSums = new ConcurrentLinkedQueue<>();

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
     * @param threads runs the lanes on this many threads of the pool
     * @param pool unused where threads is 1: then the caller's thread runs them
     */
    public List<TreeSum.Node<GradientSum>> gradient(
            float[] parameters, LaneSet lanes, Step step, int threads, ExecutorService pool) {
        TreeSum<GradientSum> tree = newTree();
        run(lanes, threads, pool, (worker, lane) -> {
            GradientSum sum = idleSums.poll();
            if (sum == null) {
                sum = new GradientSum(plan.network().parameterCount());
            }
            worker.gradient(parameters, lanes.rows(lane, Split.TRAINING), lane, step, sum);
            tree.put(0, lane, sum);
        });
        return tree.roots();
    }

    /** What the network makes of some lanes' rows, as whole subtrees. */
    public List<TreeSum.Node<Evaluation>> evaluate(
            float[] parameters, LaneSet lanes, Split split, int threads, ExecutorService pool) {
        TreeSum<Evaluation> tree = newEvaluationTree();
        run(lanes, threads, pool, (worker, lane) -> {
            Evaluation evaluation = new Evaluation(plan.network(), plan.loss());
            worker.evaluate(parameters, lanes.rows(lane, split), evaluation);
            tree.put(0, lane, evaluation);
        });
        return tree.roots();
    }

    /** A sum of gradients that keeps the memory of what it has added. */
    public TreeSum<GradientSum> newTree() {
        return new TreeSum<>((left, right) -> {
            if (left.rows() == 0) {
                recycle(left);
                return right;
            }
            if (right.rows() > 0) {
                left.add(right);
            }
            recycle(right);
            return left;
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
            idleSums.add(sum);
        }
    }

    private interface LaneAction {
        void run(LaneWorker worker, int lane);
    }

    private void run(LaneSet lanes, int threads, ExecutorService pool, LaneAction action) {
        requireNotInterrupted();
        AtomicInteger next = new AtomicInteger(lanes.first());
        int useful = Math.min(threads, lanes.end() - lanes.first());
        if (useful <= 1) {
            work(next, lanes.end(), action);
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < useful; thread++) {
            running.add(pool.submit(() -> work(next, lanes.end(), action)));
        }
        await(running, next, lanes.end());
    }

    private void work(AtomicInteger next, int end, LaneAction action) {
        LaneWorker worker = idleWorkers.poll();
        if (worker == null) {
            worker = new LaneWorker(plan);
        }
        for (int lane = next.getAndIncrement(); lane < end; lane = next.getAndIncrement()) {
            requireNotInterrupted();
            action.run(worker, lane);
        }
        idleWorkers.add(worker);
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
