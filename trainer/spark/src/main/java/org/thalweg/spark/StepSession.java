package org.thalweg.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.thalweg.math.TreeSum;
import org.thalweg.spark.StepMessages.Order;
import org.thalweg.spark.StepMessages.Report;
import org.thalweg.spark.StepMessages.Request;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.LocalDescent;
import org.thalweg.train.Step;
import org.thalweg.train.StepTimes;

/**
 * A Spark job with long-running tasks that compute one step after another for the driver. There is one task for each partition of
 * the rows, or for several neighbouring partitions if there are fewer task slots. The costs of a job, from scheduling to fetching
 * the task's code, arise once per session instead of once per step. The tasks occupy their slots until the session is closed.
 *
 * <p>If a task fails, or its executor is lost, Spark starts it again, possibly elsewhere. The current step waits for it and
 * counts its partition once.
 */
final class StepSession implements DriverEndpoint.Handler, AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How long a step waits for its tasks to start before it assumes that there are too few task slots. */
    private static final long START_TIMEOUT_NANOS = 5_000_000_000L;

    private static final long END_MILLIS = 20_000;

    /** Some of a step's tasks have not started in time. */
    static final class NoTaskSlotException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoTaskSlotException(String message) {
            super(message);
        }
    }

    /** The session was stopped because it was idle; the caller must open another. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Runs the job, whose tasks connect to the endpoint with the given name. */
    interface Job {
        void run(String endpoint, TaskGroups groups);
    }

    private final String name = "thalweg-steps-" + NUMBERS.incrementAndGet();
    private final SparkContext spark;
    private final DriverEndpoint endpoint;
    private final Thread job;
    private final TaskGroups groups;
    private final Runnable cancel;
    private final Consumer<ExecutorBlas> joined;
    private final long startNanos = System.nanoTime();
    private final StepAssignments assignments = new StepAssignments();
    private final ExecutorChanges.Reader losses = new ExecutorChanges.Reader() {
        @Override
        public void removed(String executor) {
            loseExecutor(executor);
        }
    };
    private final ArrayDeque<float[]> idle = new ArrayDeque<>();
    private byte[] body = new byte[0];

    // State of the current step.
    private Step step;
    private LocalDescent descent;
    private int adding; // number of reports being added
    private long addNanos;
    private TreeSum<GradientSum> tree;
    private long lastChangeNanos;
    private Report slowest;

    private boolean closed;
    private Throwable failure;

    /**
     * Starts the job on a new thread, which inherits this thread's Spark properties.
     *
     * @param groups the groups of the tasks that hold rows: the job has one task per group
     * @param cancel cancels the job
     * @param joined receives the executor of each task that starts
     */
    StepSession(SparkContext spark, TaskGroups groups, Job job, Runnable cancel, Consumer<ExecutorBlas> joined) {
        this.spark = spark;
        this.groups = groups;
        this.cancel = cancel;
        this.joined = joined;
        this.endpoint = DriverEndpoint.start(spark, name, this);
        ExecutorChanges.of(spark).add(losses);
        this.job = new Thread(() -> runJob(job), name);
        this.job.setDaemon(true);
        this.job.start();
    }

    private void runJob(Job work) {
        Throwable failed = null;
        try {
            work.run(name, groups);
        } catch (Throwable e) { // Scala throws undeclared checked exceptions.
            failed = e;
        }
        synchronized (this) {
            if (!closed) {
                failure = failed == null
                        ? new IllegalStateException("the Spark job of the training steps ended unexpectedly")
                        : failed;
            }
            notifyAll();
        }
    }

    /** Seconds since the start. */
    double seconds() {
        return (System.nanoTime() - startNanos) * 1e-9;
    }

    /**
     * Sums a step's gradient, or local steps, over the tasks.
     *
     * @param parameters the parameters, followed by the optimizer's state for local steps
     * @param local null for a gradient
     * @param tasks the tasks that hold rows of the step, see {@link TaskGroups}
     * @param into the tree that receives the sums
     * @throws NoTaskSlotException if some of the tasks do not start
     * @throws InterruptedException if this thread was interrupted
     */
    StepTimes sum(float[] parameters, Step at, LocalDescent local, BitSet tasks, TreeSum<GradientSum> into)
            throws InterruptedException {
        long start = System.nanoTime();
        if (body.length != 4 * parameters.length) {
            body = new byte[Math.multiplyExact(4, parameters.length)];
        }
        StepMessages.put(parameters, body);
        List<Runnable> replies;
        synchronized (this) {
            if (closed) {
                throw new StoppedException();
            }
            step = at;
            descent = local;
            tree = into;
            slowest = null;
            addNanos = 0;
            lastChangeNanos = System.nanoTime();
            assignments.start(groups.groupsOf(tasks));
            replies = orders();
        }
        replies.forEach(Runnable::run);
        long sent = System.nanoTime();
        await();
        double all = (System.nanoTime() - sent) * 1e-9;
        double fetch = slowest.fetchNanos() * 1e-9;
        double compute = slowest.computeNanos() * 1e-9;
        return new StepTimes((sent - start) * 1e-9, fetch, compute, addNanos * 1e-9, all - fetch - compute);
    }

    private synchronized void await() throws InterruptedException {
        while (!assignments.isDone() || adding > 0) {
            if (failure != null) {
                throw ClusterJobs.unchecked(failure);
            }
            if (System.nanoTime() - lastChangeNanos > START_TIMEOUT_NANOS && !assignments.allRun()) {
                throw new NoTaskSlotException("expected a running task for every part of the rows within 5 s");
            }
            wait(1000);
        }
        if (failure != null) {
            throw ClusterJobs.unchecked(failure);
        }
        tree = null;
    }

    /** Orders for every waiting executor that has work. */
    private List<Runnable> orders() {
        List<Runnable> replies = new ArrayList<>();
        if (tree == null || closed) {
            return replies;
        }
        for (StepAssignments.Assignment assignment : assignments.assign()) {
            Order order = new Order(assignments.step(), step, descent, assignment.partitions());
            byte[] parameters = assignment.needsParameters() ? body : new byte[0];
            replies.add(() -> assignment.reply().accept(StepMessages.encode(order, parameters)));
        }
        return replies;
    }

    @Override
    public void onRequest(Object sender, byte[][] message, Consumer<byte[][]> reply) {
        Request request;
        try {
            request = StepMessages.request(message, this::floats);
            if (request.report() != null) {
                add(request.worker(), request.report());
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            reply.accept(StepMessages.stop());
            return;
        }
        List<Runnable> replies = new ArrayList<>();
        synchronized (this) {
            if (closed || failure != null) {
                replies.add(() -> reply.accept(StepMessages.stop()));
            } else {
                String worker = request.worker();
                switch (request.kind()) {
                    case JOIN -> {
                        assignments.join(worker, sender, request.partition());
                        joined.accept(request.blas());
                    }
                    case LEAVE -> assignments.leave(worker, request.partition());
                    case NEXT -> assignments.await(worker, sender, reply);
                }
                if (request.kind() != StepMessages.Kind.NEXT) {
                    lastChangeNanos = System.nanoTime();
                    replies.add(() -> reply.accept(StepMessages.acknowledgement()));
                }
                replies.addAll(orders());
                notifyAll();
            }
        }
        replies.forEach(Runnable::run);
    }

    private synchronized void loseExecutor(String executor) {
        assignments.loseExecutor(executor);
        lastChangeNanos = System.nanoTime();
        notifyAll();
    }

    @Override
    public synchronized void disconnected(Object sender) {
        assignments.lose(sender);
        lastChangeNanos = System.nanoTime();
        notifyAll();
    }

    private void add(String worker, Report report) {
        TreeSum<GradientSum> to;
        synchronized (this) {
            if (tree == null || !assignments.accept(worker, report.order(), report.partitions())) {
                return;
            }
            adding++;
            to = tree;
            lastChangeNanos = System.nanoTime();
            if (slowest == null || report.computeNanos() > slowest.computeNanos()) {
                slowest = report;
            }
        }
        long start = System.nanoTime();
        try {
            report.nodes().forEach(to::put);
        } finally {
            synchronized (this) {
                adding--;
                addNanos += System.nanoTime() - start;
                notifyAll();
            }
        }
    }

    private synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    private float[] floats(int length) {
        synchronized (idle) {
            float[] recycled = idle.poll();
            return recycled != null && recycled.length == length ? recycled : new float[length];
        }
    }

    /** Reuses the memory of a sum that was added to another, or that the caller no longer needs. */
    void recycle(GradientSum sum) {
        if (sum.rows() > 0) {
            synchronized (idle) {
                idle.push(sum.gradient());
            }
        }
    }

    /** A new tree that recycles the memory of its sums. */
    TreeSum<GradientSum> newTree() {
        return LaneRunner.newGradientTree(this::recycle);
    }

    /** Cancels the job and closes the session, without waiting for tasks that hang or have not started. */
    void abandon() {
        cancel.run();
        close();
    }

    /** Stops the tasks and waits for the job; cancels it if it does not end in time. */
    @Override
    public void close() {
        stop();
        try {
            job.join(END_MILLIS);
            if (job.isAlive()) {
                cancel.run();
                job.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            cancel.run();
            Thread.currentThread().interrupt();
        }
        ExecutorChanges.of(spark).remove(losses);
        endpoint.close();
    }

    /** Stops the tasks, unless a step is running. */
    void stopIfIdle() {
        synchronized (this) {
            if (tree != null) {
                return;
            }
            closed = true; // Under the same lock, so that no step can start in between.
        }
        stop();
    }

    synchronized boolean isStopped() {
        return closed;
    }

    private void stop() {
        List<Consumer<byte[][]>> waiting;
        synchronized (this) {
            closed = true;
            waiting = assignments.takeWaiting();
        }
        waiting.forEach(reply -> reply.accept(StepMessages.stop()));
    }
}
