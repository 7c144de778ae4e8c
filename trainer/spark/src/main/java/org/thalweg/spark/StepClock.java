package org.thalweg.spark;

import java.util.function.Supplier;
import org.thalweg.math.TreeSum;
import org.thalweg.train.StepTimes;

/** Measures the parts of a job that sums over tasks. Not thread-safe: results arrive on one thread. */
final class StepClock {
    private long start = System.nanoTime();
    private double broadcast;
    private TaskSums<?> slowest;
    private long addNanos;

    /** Measures the broadcast of the parameters. */
    <B> B broadcasting(Supplier<B> work) {
        B made = work.get();
        long now = System.nanoTime();
        broadcast = (now - start) * 1e-9;
        start = now;
        return made;
    }

    /** Adds a task's sums to a tree. */
    <R> void add(TaskSums<R> sums, TreeSum<R> tree) {
        long before = System.nanoTime();
        if (slowest == null || sums.nanos() > slowest.nanos()) {
            slowest = sums;
        }
        sums.nodes().forEach(tree::put);
        addNanos += System.nanoTime() - before;
    }

    /** Measures other work that adds to a tree. */
    void adding(Runnable work) {
        long before = System.nanoTime();
        work.run();
        addNanos += System.nanoTime() - before;
    }

    /** Returns the times; called after the job. */
    StepTimes stop() {
        double job = (System.nanoTime() - start) * 1e-9;
        if (slowest == null) {
            // The tasks' times are not known to the driver.
            return new StepTimes(broadcast, 0, 0, addNanos * 1e-9, job);
        }
        double fetch = slowest.fetchNanos() * 1e-9;
        double compute = slowest.computeNanos() * 1e-9;
        return new StepTimes(broadcast, fetch, compute, addNanos * 1e-9, job - fetch - compute);
    }
}
