package org.thalweg.spark;

import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rpc.RpcEnv;
import org.thalweg.math.Kernels;
import org.thalweg.train.TrainingCancelledException;

/**
 * The costs of messages between a driver and its executors on this machine, in seconds. They are measured over connections of
 * this JVM to itself: Spark's own, as a {@link StepSession} uses them, without a network.
 *
 * @param turn a round trip of a small order and its report, including the handover between threads
 * @param message one of many concurrent small messages
 * @param codeByte encoding or decoding a number, per byte
 * @param moveByte sending a byte over the connection, one way
 * @param addByte adding numbers to others, per byte
 * @param job an empty Spark job in this application
 */
public record LoopbackCosts(double turn, double message, double codeByte, double moveByte, double addByte, double job) {
    private static final byte[] NEXT = {1, 1};
    private static final byte[] SMALL = {1};
    private static final byte[][] STOP = {{1}};
    private static final String NAME = "thalweg-loopback";
    private static final int TURNS = 200;
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 15;
    private static final int TIMEOUT_SECONDS = 60;

    /** For more numbers the cost per byte does not change. */
    private static final int MAX_NUMBERS = 1 << 22;

    /** Larger than the CPU caches. */
    private static final int OTHER_NUMBERS = 1 << 24;

    /**
     * Measures the costs; takes a few seconds.
     *
     * @param parameters the number of parameters of the network, which are sent
     */
    public static LoopbackCosts measure(SparkContext spark, int parameters) {
        SparkEnv environment = spark.env();
        RpcEnv client = RpcEnv.create(NAME, "localhost", -1, environment.conf(), environment.securityManager(), true);
        Driver driver = new Driver();
        DriverEndpoint endpoint = DriverEndpoint.start(spark, NAME, driver);
        DriverConnection connection = new DriverConnection(NAME, environment.conf(), client);
        ExecutorService task = Executors.newSingleThreadExecutor();
        Thread messenger = new Thread(() -> exchangeMessages(connection, task, driver), NAME);
        messenger.setDaemon(true);
        messenger.start();
        try {
            float[] numbers = new float[Math.max(1, Math.min(parameters, MAX_NUMBERS))];
            byte[] bytes = new byte[Float.BYTES * numbers.length];
            double turn = medianCold(ROUNDS, () -> driver.round(SMALL));
            double both = medianCold(ROUNDS, () -> driver.round(bytes)) - turn;
            driver.stop();
            double code = medianCold(ROUNDS, () -> {
                        StepMessages.put(numbers, bytes);
                        StepMessages.get(bytes, numbers);
                    })
                    / 2;
            float[] sum = new float[numbers.length];
            double add = medianCold(ROUNDS, () -> Kernels.addInPlace(sum, numbers, 0, sum.length));
            return new LoopbackCosts(
                    turn,
                    atTheSameTime(connection),
                    code / bytes.length,
                    Math.max(0, both) / 2 / bytes.length,
                    add / bytes.length,
                    job(JavaSparkContext.fromSparkContext(spark)));
        } finally {
            driver.stop();
            task.shutdownNow();
            endpoint.close();
            client.shutdown();
            client.awaitTermination();
        }
    }

    /** Like the messenger thread of a {@link StepWorker}: requests work, has a task's thread do it, and sends the result. */
    private static void exchangeMessages(DriverConnection connection, ExecutorService task, Driver driver) {
        try {
            byte[][] report = {NEXT, SMALL};
            byte[][] order;
            while ((order = connection.ask(report)).length > 1) {
                byte[] body = order[1];
                report = CompletableFuture.supplyAsync(() -> new byte[][] {NEXT, body}, task)
                        .join();
            }
        } catch (Throwable e) { // Scala throws undeclared checked exceptions.
            driver.fail(e);
        }
    }

    /** The driver's side: answers the messenger with the next order, and all other requests immediately. */
    private static final class Driver implements DriverEndpoint.Handler {
        private Consumer<byte[][]> waiting;
        private boolean stopped;
        private Throwable failure; // of the messenger thread

        /** Sends bytes, and waits until the same number has come back. */
        synchronized void round(byte[] body) {
            Consumer<byte[][]> worker = await();
            waiting = null;
            worker.accept(new byte[][] {NEXT, body});
            await();
        }

        private Consumer<byte[][]> await() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
            while (waiting == null) {
                if (failure != null || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "loopback: expected an answer within " + TIMEOUT_SECONDS + " s, found none", failure);
                }
                try {
                    wait(TimeUnit.SECONDS.toMillis(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new TrainingCancelledException("measuring was interrupted");
                }
            }
            return waiting;
        }

        synchronized void fail(Throwable cause) {
            failure = cause;
            notifyAll();
        }

        synchronized void stop() {
            stopped = true;
            if (waiting != null) {
                waiting.accept(STOP);
                waiting = null;
            }
        }

        @Override
        public void onRequest(Object sender, byte[][] message, Consumer<byte[][]> reply) {
            synchronized (this) {
                if (message[0].length == NEXT.length && !stopped) {
                    waiting = reply;
                    notifyAll();
                    return;
                }
            }
            reply.accept(STOP);
        }

        @Override
        public void disconnected(Object sender) {}
    }

    private static double atTheSameTime(DriverConnection connection) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            Runnable turns = () -> {
                for (int i = 0; i < TURNS; i++) {
                    connection.ask(STOP);
                }
            };
            return median(3, () -> CompletableFuture.allOf(
                                    Stream.generate(() -> CompletableFuture.runAsync(turns, threads))
                                            .limit(CLIENTS)
                                            .toArray(CompletableFuture[]::new))
                            .join())
                    / (CLIENTS * TURNS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static double job(JavaSparkContext spark) {
        int tasks = ClusterSlots.tasks(spark.sc());
        JavaRDD<Integer> slots = spark.parallelize(Collections.nCopies(tasks, 0), tasks);
        return median(ROUNDS, slots::count);
    }

    /** The median duration, after half as many warm-up runs. */
    private static double median(int times, Runnable work) {
        return median(times, () -> {}, work);
    }

    /** The median duration with other data in the CPU caches, as after the arithmetic of a step. */
    private static double medianCold(int times, Runnable work) {
        float[] other = new float[OTHER_NUMBERS];
        return median(times, () -> Kernels.scaleInPlace(other, 0.5f), work);
    }

    private static double median(int times, Runnable before, Runnable work) {
        double[] seconds = new double[times];
        for (int i = -times / 2; i < times; i++) {
            before.run();
            long start = System.nanoTime();
            work.run();
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) * 1e-9;
            }
        }
        Arrays.sort(seconds);
        return seconds[times / 2];
    }
}
