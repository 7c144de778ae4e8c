package org.thalweg.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * A Spark job whose tasks stay, one for each partition of the rows, and take one step after the other from the driver. What
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
    static final class NoSlotException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSlotException(String message) {
            super(message);
        }
    }

    /** The session was stopped, as it was idle, before the step: another must be opened. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Runs the job, whose tasks serve the endpoint of this name. */
    interface Job {
        void run(String endpoint);
    }

    /** An executor that has tasks. */
    private static final class Worker {
        final Object sender;
        final BitSet partitions = new BitSet();
        final BitSet assigned = new BitSet(); // of the step under way, not reported yet
        Consumer<byte[][]> waiting; // null while it has work
        long parametersOf; // the last order that it had the parameters of

        Worker(Object sender) {
            this.sender = sender;
        }
    }

    private final String name = "thalweg-steps-" + NUMBERS.incrementAndGet();
    private final DriverEndpoint endpoint;
    private final Thread job;
    private final Runnable cancel;
    private final long startNanos = System.nanoTime();
    private final Map<String, Worker> workers = new HashMap<>();
    private final Map<Integer, String> owners = new HashMap<>(); // of partitions
    private final ArrayDeque<float[]> idle = new ArrayDeque<>();
    private byte[] body = new byte[0];

    // Of the step under way.
    private long number;
    private Step step;
    private LocalDescent descent;
    private BitSet missing = new BitSet();
    private int adding; // reports that are being added
    private TreeSum<GradientSum> tree;
    private long lastNews;
    private Report slowest;

    private boolean closed;
    private Throwable failure;

    /**
     * Starts the job on a thread of its own, which inherits this thread's Spark properties.
     *
     * @param cancel cancels the job
     */
    StepSession(SparkContext spark, Job job, Runnable cancel) {
        this.cancel = cancel;
        this.endpoint = DriverEndpoint.start(spark, name, this);
        this.job = new Thread(() -> runJob(job), name);
        this.job.setDaemon(true);
        this.job.start();
    }

    private void runJob(Job work) {
        Throwable failed = null;
        try {
            work.run(name);
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
     * @param partitions that have rows of the step
     * @param into the tree that the sums go into
     * @throws NoSlotException if some of them have no task
     * @throws InterruptedException if this thread was interrupted
     */
    StepTimes sum(float[] parameters, Step at, LocalDescent local, BitSet partitions, TreeSum<GradientSum> into)
            throws InterruptedException {
        long start = System.nanoTime();
        if (body.length != 4 * parameters.length) {
            body = new byte[Math.multiplyExact(4, parameters.length)];
        }
        StepMessages.put(parameters, body);
        List<Runnable> replies = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                throw new StoppedException();
            }
            number++;
            step = at;
            descent = local;
            tree = into;
            missing = (BitSet) partitions.clone();
            slowest = null;
            lastNews = System.nanoTime();
            workers.values().forEach(worker -> {
                worker.assigned.clear();
                offer(worker, replies);
            });
        }
        replies.forEach(Runnable::run);
        long sent = System.nanoTime();
        await();
        double all = (System.nanoTime() - sent) * 1e-9;
        double fetch = slowest.fetchNanos() * 1e-9;
        double compute = slowest.computeNanos() * 1e-9;
        return new StepTimes((sent - start) * 1e-9, fetch, compute, 0, all - fetch - compute);
    }

    private synchronized void await() throws InterruptedException {
        while (!missing.isEmpty() || adding > 0) {
            if (failure != null) {
                throw ClusterJobs.unchecked(failure);
            }
            if (System.nanoTime() - lastNews > PATIENCE_NANOS && !allRun()) {
                throw new NoSlotException("no task for every part of the rows within 5 s");
            }
            wait(1000);
        }
        if (failure != null) {
            throw ClusterJobs.unchecked(failure);
        }
        tree = null;
    }

    private boolean allRun() {
        return missing.stream().allMatch(owners::containsKey);
    }

    /** Gives a waiting worker what is still missing and its own. */
    private void offer(Worker worker, List<Runnable> replies) {
        if (worker.waiting == null || closed) {
            return;
        }
        BitSet work = (BitSet) worker.partitions.clone();
        work.and(missing);
        work.andNot(worker.assigned);
        if (work.isEmpty()) {
            return;
        }
        worker.assigned.or(work);
        Consumer<byte[][]> reply = worker.waiting;
        worker.waiting = null;
        byte[] parameters = worker.parametersOf == number ? new byte[0] : body;
        worker.parametersOf = number;
        Order order = new Order(number, step, descent, work.stream().toArray());
        replies.add(() -> reply.accept(StepMessages.encode(order, parameters)));
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
                Worker worker = workers.computeIfAbsent(question.worker(), id -> new Worker(sender));
                switch (question.kind()) {
                    case JOIN -> {
                        join(question.worker(), worker, question.partition());
                        replies.add(() -> reply.accept(StepMessages.noted()));
                        offer(worker, replies);
                    }
                    case LEAVE -> {
                        leave(question.worker(), worker, question.partition());
                        replies.add(() -> reply.accept(StepMessages.noted()));
                    }
                    case NEXT -> {
                        worker.waiting = reply;
                        offer(worker, replies);
                    }
                }
                notifyAll();
            }
        }
        replies.forEach(Runnable::run);
    }

    /** The last that started a partition's task has it: Spark starts another when the first is lost, or seems to be slow. */
    private void join(String id, Worker worker, int partition) {
        String before = owners.put(partition, id);
        if (before != null && !before.equals(id) && workers.containsKey(before)) {
            workers.get(before).partitions.clear(partition);
        }
        worker.partitions.set(partition);
        lastNews = System.nanoTime();
    }

    private void leave(String id, Worker worker, int partition) {
        worker.partitions.clear(partition);
        worker.assigned.clear(partition);
        owners.remove(partition, id);
        lastNews = System.nanoTime();
    }

    @Override
    public synchronized void disconnected(Object sender) {
        workers.entrySet().removeIf(entry -> {
            boolean lost = entry.getValue().sender.equals(sender);
            if (lost) {
                owners.values().removeIf(entry.getKey()::equals);
                lastNews = System.nanoTime();
            }
            return lost;
        });
        notifyAll();
    }

    /** Adds a report, if all that it covers is still missing: it cannot be added in part. */
    private void add(String id, Report report) {
        TreeSum<GradientSum> to;
        synchronized (this) {
            Worker worker = workers.get(id);
            if (worker == null || report.order() != number || tree == null) {
                return;
            }
            worker.assigned.clear();
            BitSet covered = new BitSet();
            for (int partition : report.partitions()) {
                covered.set(partition);
            }
            BitSet wanted = (BitSet) covered.clone();
            wanted.and(missing);
            if (!wanted.equals(covered)) {
                return; // What of it is missing is asked for again.
            }
            missing.andNot(covered);
            adding++;
            to = tree;
            lastNews = System.nanoTime();
            if (slowest == null || report.computeNanos() > slowest.computeNanos()) {
                slowest = report;
            }
        }
        try {
            report.nodes().forEach(node -> to.put(node.level(), node.index(), node.value()));
        } finally {
            synchronized (this) {
                adding--;
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
        endpoint.close();
    }

    /** Lets the tasks end; unless a step is under way. */
    void stopIfIdle() {
        boolean idleNow;
        synchronized (this) {
            idleNow = tree == null;
            closed = closed || idleNow;
        }
        if (idleNow) {
            stop();
        }
    }

    synchronized boolean isStopped() {
        return closed;
    }

    private void stop() {
        List<Consumer<byte[][]>> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            workers.values().forEach(worker -> {
                if (worker.waiting != null) {
                    waiting.add(worker.waiting);
                    worker.waiting = null;
                }
            });
        }
        waiting.forEach(reply -> reply.accept(StepMessages.stop()));
    }
}
