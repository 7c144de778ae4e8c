package org.thalweg.spark;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.thalweg.math.TreeSum;
import org.thalweg.spark.StepMessages.Order;
import org.thalweg.spark.StepMessages.Report;
import org.thalweg.spark.StepMessages.Request;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;

/**
 * The executor's side of a {@link StepSession}. It receives orders from the driver for all of the session's tasks in this
 * JVM, and sends their results as one report, summed as far as the tree allows. So an executor receives the parameters once
 * and sends one report per step, however many tasks it has.
 */
final class StepWorker {
    private static final Map<String, StepWorker> WORKERS = new ConcurrentHashMap<>();

    /** Called by a task before each step; tests inject failures here. */
    static volatile Consumer<String> beforeStep = step -> {};

    private final String session;
    private final String id =
            StepAssignments.id(SparkEnv.get().executorId(), UUID.randomUUID().toString());
    private final DriverConnection driver;
    private final LaneRunner runner;
    private final Thread messenger;
    private final BitSet members = new BitSet();
    private final BitSet pending = new BitSet(); // partitions of the order that are not done yet
    private final BitSet done = new BitSet(); // partitions of the order
    private final Map<Integer, byte[]> buffers = new ConcurrentHashMap<>();
    private Order order;
    private float[] parameters = new float[0];
    private TreeSum<GradientSum> tree;
    private boolean stopped;
    private Throwable failure; // of the messenger thread
    private int tasks;

    private StepWorker(String session, LaneRunner runner) {
        this.session = session;
        this.runner = runner;
        this.driver = new DriverConnection(session);
        this.messenger = new Thread(this::exchangeMessages, "thalweg-steps");
        messenger.setDaemon(true);
        messenger.start();
    }

    /** A task's work in a step. */
    interface LaneTask {
        List<TreeSum.Node<GradientSum>> run(Order order, float[] parameters);
    }

    /**
     * Computes a task's part of every step until the session ends.
     *
     * @param session the name of the driver's endpoint
     * @param partition the task's partition
     * @param runner the executor's runner
     * @param open reads the task's rows; called after the driver has registered the task
     */
    static void serve(String session, int partition, LaneRunner runner, Supplier<LaneTask> open) {
        StepWorker worker = WORKERS.compute(session, (name, existing) -> {
            StepWorker current = existing == null || existing.isStopped() ? new StepWorker(name, runner) : existing;
            current.enter();
            return current;
        });
        boolean ended = false;
        try {
            worker.join(partition); // An order for this task may arrive before the answer.
            if (!StepMessages.isStop(
                    worker.driver.ask(worker.message(Request.join(worker.id, partition, ExecutorBlas.here()))))) {
                worker.work(partition, open.get());
            }
            ended = true;
        } finally {
            worker.exit(partition, ended);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void enter() {
        tasks++;
    }

    private synchronized void join(int partition) {
        members.set(partition);
        notifyAll();
    }

    private void exit(int partition, boolean ended) {
        boolean last;
        synchronized (this) {
            members.clear(partition);
            pending.clear(partition);
            last = --tasks == 0;
            notifyAll();
        }
        if (last) {
            WORKERS.computeIfPresent(session, (name, existing) -> existing == this && isEmpty() ? null : existing);
        }
        if (!ended) {
            try {
                driver.ask(message(Request.leave(id, partition)));
            } catch (Exception e) { // Scala throws undeclared checked exceptions.
                // The driver has gone or has closed the session, or this thread was interrupted: the task ends anyway.
            }
        }
        if (last && isEmpty()) {
            messenger.interrupt();
        }
    }

    private synchronized boolean isEmpty() {
        return tasks == 0;
    }

    private byte[][] message(Request request) {
        return StepMessages.encode(request, this::buffer);
    }

    /** Reused for every report: the driver has read the previous one before it sends the next order. */
    private byte[] buffer(int index, int length) {
        return buffers.compute(
                index, (at, buffer) -> buffer == null || buffer.length != length ? new byte[length] : buffer);
    }

    /** A task's loop. */
    private void work(int partition, LaneTask task) {
        long last = 0;
        while (true) {
            Order next = await(partition, last);
            if (next == null) {
                return;
            }
            last = next.number();
            beforeStep.accept(next.step().text());
            List<TreeSum.Node<GradientSum>> nodes = task.run(next, parameters);
            nodes.forEach(tree::put);
            finish(partition);
        }
    }

    /** Waits for the next order that includes this task; null at the end of the session. */
    private synchronized Order await(int partition, long last) {
        while (!stopped && (order == null || order.number() <= last || !pending.get(partition))) {
            waitForChange();
        }
        if (failure != null) {
            throw new IllegalStateException("the driver does not answer", failure);
        }
        return stopped ? null : order;
    }

    private synchronized void finish(int partition) {
        if (pending.get(partition)) {
            pending.clear(partition);
            done.set(partition);
        }
        notifyAll();
    }

    private void waitForChange() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was interrupted", e);
        }
    }

    /** The loop of the messenger thread. */
    private void exchangeMessages() {
        try {
            Report report = null;
            while (true) {
                byte[][] answer = driver.ask(message(Request.next(id, report)));
                if (report != null) {
                    report.nodes().forEach(node -> runner.recycle(node.value()));
                }
                if (StepMessages.isStop(answer)) {
                    stop(null);
                    return;
                }
                report = run(answer);
            }
        } catch (Throwable e) {
            stop(e);
        }
    }

    private synchronized void stop(Throwable cause) {
        stopped = true;
        failure = cause;
        notifyAll();
    }

    /** Has the tasks compute an order, and returns their report. */
    private Report run(byte[][] answer) {
        long start = System.nanoTime();
        Order next = StepMessages.order(answer);
        if (answer[1].length > 0) {
            if (parameters.length != answer[1].length / 4) {
                parameters = new float[answer[1].length / 4];
            }
            StepMessages.get(answer[1], parameters);
        }
        long ready = System.nanoTime();
        synchronized (this) {
            order = next;
            tree = LaneRunner.newGradientTree(runner::recycle);
            done.clear();
            for (int partition : next.partitions()) {
                pending.set(partition, members.get(partition));
            }
            notifyAll();
            while (!pending.isEmpty()) {
                waitForChange();
            }
            return new Report(
                    next.number(), done.stream().toArray(), ready - start, System.nanoTime() - ready, tree.roots());
        }
    }
}
