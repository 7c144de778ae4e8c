package org.thalweg.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Faults on executors, for tests: loaded by {@code spark.plugins}, configured by settings: which fault, at which job,
 * and how often.
 */
public final class FaultPlugin implements SparkPlugin {
    /** What goes wrong: a name of {@link Fault}. */
    public static final String FAULT = "spark.thalweg.test.fault";

    /**
     * At a step, such as {@code epoch 2, step 3}: at a task of the job whose description this is, or before a task that
     * stays for many steps takes it.
     */
    public static final String AT = "spark.thalweg.test.at";

    /** A file that is not there yet: what goes wrong once makes it. */
    public static final String MARKER = "spark.thalweg.test.marker";

    /**
     * Behind the marker's name: a folder with a file for every task of that job that began, {@code
     * PARTITION.ATTEMPT-ID}.
     */
    public static final String ATTEMPTS = "-attempts";

    /** Suffix of the marker's name: a file created by a task that starts after another executor was asked to end. */
    public static final String WENT_ON = "-went-on";

    private static final String ENDED = "-ended";

    /** The BLAS of executors that start after the fault has happened. */
    public static final String BLAS_AFTERWARDS = "spark.thalweg.test.blas";

    /** What may go wrong. */
    public enum Fault {
        /** The process ends, once. */
        DIE,
        /** The process ends, whichever has the task. */
        DIE_ALWAYS,
        /** The task fails, once. */
        FAIL,
        /**
         * The task waits until an executor has ended or has long had a second attempt at it, at most a minute; once.
         */
        SLOW,
        /** The task never ends. */
        HANG;

        private boolean isOnce() {
            return this == DIE || this == FAIL || this == SLOW;
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new AtTasks();
    }

    private static final class AtTasks implements ExecutorPlugin {
        private Fault fault;
        private String at;
        private Path marker;

        @Override
        public void init(PluginContext context, Map<String, String> extra) {
            fault = Fault.valueOf(context.conf().get(FAULT));
            at = context.conf().get(AT);
            marker = Path.of(context.conf().get(MARKER));
            if (Files.exists(marker) && context.conf().contains(BLAS_AFTERWARDS)) {
                System.setProperty("thalweg.blas", context.conf().get(BLAS_AFTERWARDS));
            }
        }

        @Override
        public void onTaskStart() {
            if (Files.exists(beside(ENDED))) {
                make(beside(WENT_ON));
            }
            listenToSteps();
            TaskContext task = TaskContext.get();
            if (at.equals(task.getLocalProperty("spark.job.description"))) {
                happen(task, () -> task.addTaskCompletionListener((TaskCompletionListener) ended -> fail()));
            }
        }

        /** Our classes are known to the tasks' loader alone. */
        private void listenToSteps() {
            listen(step -> {
                if (step.equals(at)) {
                    happen(TaskContext.get(), AtTasks::fail);
                }
            });
        }

        private static void listen(Consumer<String> listener) {
            try {
                Class<?> worker = Class.forName(
                        "org.thalweg.spark.StepWorker",
                        true,
                        Thread.currentThread().getContextClassLoader());
                Field beforeStep = worker.getDeclaredField("beforeStep");
                beforeStep.setAccessible(true);
                beforeStep.set(null, listener);
            } catch (ClassNotFoundException e) {
                // The jar is not there yet: this task is not one of ours.
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void fail() {
            throw new IllegalStateException("failed once, by the test");
        }

        private void happen(TaskContext task, Runnable failing) {
            attempted(task);
            if (fault.isOnce() && !isFirst()) {
                return;
            }
            switch (fault) {
                case DIE, DIE_ALWAYS -> Runtime.getRuntime().halt(137);
                case FAIL -> failing.run();
                case SLOW -> beSlow(task);
                case HANG -> sleep(3_600_000);
            }
        }

        @Override
        public void shutdown() {
            listen(step -> {}); // In local mode this JVM continues.
            make(beside(ENDED));
        }

        private Path beside(String end) {
            return marker.resolveSibling(marker.getFileName() + end);
        }

        private void attempted(TaskContext task) {
            try {
                Files.createDirectories(beside(ATTEMPTS));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            make(beside(ATTEMPTS)
                    .resolve(task.partitionId() + "." + task.attemptNumber() + "-" + task.taskAttemptId()));
        }

        private boolean isFirst() {
            return make(marker);
        }

        /** However slow the machine is, Spark has the time that it takes to see that this one is slow. */
        private void beSlow(TaskContext task) {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            boolean second = false;
            while (!second && !Files.exists(beside(ENDED)) && System.nanoTime() < deadline) {
                if (!sleep(100)) {
                    return;
                }
                second = hasSecondAttempt(task.partitionId());
            }
            if (second) {
                sleep(8_000);
            }
        }

        private boolean hasSecondAttempt(int partition) {
            try (Stream<Path> attempts = Files.list(beside(ATTEMPTS))) {
                return attempts.anyMatch(
                        attempt -> attempt.getFileName().toString().startsWith(partition + ".1-"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether the file was not there yet. */
        private static boolean make(Path file) {
            try {
                Files.createFile(file);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether nobody has interrupted it. */
        private static boolean sleep(long millis) {
            try {
                Thread.sleep(millis);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
