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
import org.thalweg.spark.StepMessages.Question;
import org.thalweg.spark.StepMessages.Report;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;

/**
 * An executor's side of a {@link StepSession}: takes orders from the driver for all of the session's tasks in this JVM, and sends
 * what they made of a step as one report, added as far as the tree goes. So parameters come once and gradients go once an
 * executor, whatever its number of tasks.
 */
final class StepWorker {
    private static final Map<String, StepWorker> WORKERS = new ConcurrentHashMap<>();

    /** Called by a task before it takes a step: for tests, in which things go wrong there. */
    static volatile Consumer<String> beforeStep = step -> {};

    private final String session;
    private final String id =
            StepAssignments.id(SparkEnv.get().executorId(), UUID.randomUUID().toString());
    private final DriverConnection driver;
    private final LaneRunner runner;
    private final Thread courier;
    private final BitSet members = new BitSet();
    private final BitSet pending = new BitSet(); // of the order, not yet done
    private final BitSet done = new BitSet(); // of the order
    private final Map<Integer, byte[]> buffers = new ConcurrentHashMap<>();
    private Order order;
    private float[] parameters = new float[0];
    private TreeSum<GradientSum> tree;
    private boolean stopped;
    private Throwable failure; // of the courier
    private int tasks;

    private StepWorker(String session, LaneRunner runner) {
        this.session = session;
        this.runner = runner;
        this.driver = new DriverConnection(session);
        this.courier = new Thread(this::carry, "thalweg-steps");
        courier.setDaemon(true);
        courier.start();
    }

    /** A task's work in a step. */
    interface LaneTask {
        List<TreeSum.Node<GradientSum>> run(Order order, float[] parameters);
    }

    /**
     * Does a task's part of every step until the session ends.
     *
     * @param session the name of the driver's endpoint
     * @param partition of the task
     * @param runner of this executor
     * @param open reads the task's rows, once the driver knows that the task is here
     */
    static void serve(String session, int partition, LaneRunner runner, Supplier<LaneTask> open) {
        StepWorker worker = WORKERS.compute(session, (name, there) -> {
            StepWorker one = there == null || there.isStopped() ? new StepWorker(name, runner) : there;
            one.enter();
            return one;
        });
        boolean ended = false;
        try {
            worker.join(partition); // Its part of an order may come before the answer.
            if (!StepMessages.isStop(worker.driver.ask(worker.message(Question.join(worker.id, partition))))) {
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
            WORKERS.computeIfPresent(session, (name, there) -> there == this && isEmpty() ? null : there);
        }
        if (!ended) {
            try {
                driver.ask(message(Question.leave(id, partition)));
            } catch (Exception e) { // Scala throws what it does not declare.
                // The driver is gone, or has let go of the session: it knows. Or this thread was interrupted: the task
                // ends.
            }
        }
        if (last && isEmpty()) {
            courier.interrupt();
        }
    }

    private synchronized boolean isEmpty() {
        return tasks == 0;
    }

    private byte[][] message(Question question) {
        return StepMessages.encode(question, this::buffer);
    }

    /** The same memory for every report: the driver has read the last one before it sends the next order. */
    private byte[] buffer(int index, int length) {
        return buffers.compute(
                index, (at, there) -> there == null || there.length != length ? new byte[length] : there);
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

    /** The next order that this task has a part in; null at the end. */
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
            throw new IllegalStateException("interrupted: the task is to end", e);
        }
    }

    /** The courier's loop. */
    private void carry() {
        try {
            Report report = null;
            while (true) {
                byte[][] answer = driver.ask(message(Question.next(id, report)));
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

    private synchronized void stop(Throwable why) {
        stopped = true;
        failure = why;
        notifyAll();
    }

    /** Lets the tasks do an order; what they made of it. */
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
