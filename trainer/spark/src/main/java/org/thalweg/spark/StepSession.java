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
import org.thalweg.spark.StepMessages.Question;
import org.thalweg.spark.StepMessages.Report;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.LocalDescent;
import org.thalweg.train.Step;
import org.thalweg.train.StepTimes;

/**
 * A Spark job whose tasks stay, one for each partition of the rows, or for several neighbours where there are fewer slots, and take one step after the other from the driver. What
 * a job costs, from scheduling to fetching the task's code, is paid once a session instead of once a step. The tasks hold as many
 * of the cluster's slots until the session is closed.
 *
 * <p>A task that fails, or whose executor is lost, is started again by Spark, perhaps elsewhere; the step under way waits for it,
 * and counts its partition once.
 */
final class StepSession implements DriverEndpoint.Handler, AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How long a step waits for a task that nobody runs, before it is known that there is no slot for it. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private static final long END_MILLIS = 20_000;

    /** Some of the tasks that a step needs do not run, and it does not look as if they would. */
    static final class NoTaskSlotException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoTaskSlotException(String message) {
            super(message);
        }
    }

    /** The session was stopped, as it was idle, before the step: another must be opened. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Runs the job, whose tasks serve the endpoint of this name. */
    interface Job {
        void run(String endpoint, TaskGroups groups);
    }

    private final String name = "thalweg-steps-" + NUMBERS.incrementAndGet();
    private final SparkContext spark;
    private final DriverEndpoint endpoint;
    private final Thread job;
    private final TaskGroups groups;
    private final Runnable cancel;
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

    // Of the step under way.
    private Step step;
    private LocalDescent descent;
    private int adding; // reports that are being added
    private long addNanos;
    private TreeSum<GradientSum> tree;
    private long lastNews;
    private Report slowest;

    private boolean closed;
    private Throwable failure;

    /**
     * Starts the job on a thread of its own, which inherits this thread's Spark properties.
     *
     * @param groups of the tasks that hold rows: the job has a task for each
     * @param cancel cancels the job
     */
    StepSession(SparkContext spark, TaskGroups groups, Job job, Runnable cancel) {
        this.spark = spark;
        this.groups = groups;
        this.cancel = cancel;
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
        } catch (Throwable e) { // Scala throws what it does not declare.
            failed = e;
        }
        synchronized (this) {
            if (!closed) {
                failure = failed == null ? new IllegalStateException("the job of steps ended by itself") : failed;
            }
            notifyAll();
        }
    }

    /** Seconds since it was started. */
    double seconds() {
        return (System.nanoTime() - startNanos) * 1e-9;
    }

    /**
     * Has a step's gradient, or local steps, summed by the tasks.
     *
     * @param parameters of the step, and state for local steps
     * @param local null for a gradient
     * @param tasks that hold rows of the step, see {@link TaskGroups}
     * @param into the tree that the sums go into
     * @throws NoTaskSlotException if some of them have no task
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
            lastNews = System.nanoTime();
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
            if (System.nanoTime() - lastNews > PATIENCE_NANOS && !assignments.allRun()) {
                throw new NoTaskSlotException("no task for every part of the rows within 5 s");
            }
            wait(1000);
        }
        if (failure != null) {
            throw ClusterJobs.unchecked(failure);
        }
        tree = null;
    }

    /** Orders for every executor that waits and has something to do. */
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
    public void asked(Object sender, byte[][] message, Consumer<byte[][]> reply) {
        Question question;
        try {
            question = StepMessages.question(message, this::floats);
            if (question.report() != null) {
                add(question.worker(), question.report());
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
                String worker = question.worker();
                switch (question.kind()) {
                    case JOIN -> assignments.join(worker, sender, question.partition());
                    case LEAVE -> assignments.leave(worker, question.partition());
                    case NEXT -> assignments.await(worker, sender, reply);
                }
                if (question.kind() != StepMessages.Kind.NEXT) {
                    lastNews = System.nanoTime();
                    replies.add(() -> reply.accept(StepMessages.noted()));
                }
                replies.addAll(orders());
                notifyAll();
            }
        }
        replies.forEach(Runnable::run);
    }

    private synchronized void loseExecutor(String executor) {
        assignments.loseExecutor(executor);
        lastNews = System.nanoTime();
        notifyAll();
    }

    @Override
    public synchronized void disconnected(Object sender) {
        assignments.lose(sender);
        lastNews = System.nanoTime();
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
            lastNews = System.nanoTime();
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

    private synchronized void fail(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    private float[] floats(int length) {
        synchronized (idle) {
            float[] there = idle.poll();
            return there != null && there.length == length ? there : new float[length];
        }
    }

    /** Takes the memory of a sum back: of one that was added to another, or that the caller is done with. */
    void recycle(GradientSum sum) {
        if (sum.rows() > 0) {
            synchronized (idle) {
                idle.push(sum.gradient());
            }
        }
    }

    /** A tree whose memory comes back. */
    TreeSum<GradientSum> newTree() {
        return LaneRunner.newGradientTree(this::recycle);
    }

    /** Closes it without waiting for tasks that cannot end, or have not started. */
    void abandon() {
        cancel.run();
        close();
    }

    /** Lets the tasks end, and waits for the job; cancels it where it does not end by itself. */
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

    /** Lets the tasks end; unless a step is under way. */
    void stopIfIdle() {
        synchronized (this) {
            if (tree != null) {
                return;
            }
            closed = true; // In the same turn: no step may come between.
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
