package org.thalweg.spark;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Passes on which executors Spark has removed.
 *
 * <p>One listener for each Spark context, which stays until that stops: Spark must not be asked to remove one on a thread that may
 * be interrupted. Where it was the last of its queue, the interruption leaves that queue half ended, and whoever next removes a
 * listener waits for ever with the lock of all listeners.
 */
final class ExecutorLosses extends SparkListener {
    private static final Map<SparkContext, ExecutorLosses> OF_CONTEXT = new WeakHashMap<>();

    private final List<Consumer<String>> readers = new CopyOnWriteArrayList<>();

    private ExecutorLosses() {}

    /** Those of a context's executors. */
    static ExecutorLosses of(SparkContext spark) {
        synchronized (OF_CONTEXT) {
            return OF_CONTEXT.computeIfAbsent(spark, context -> {
                ExecutorLosses losses = new ExecutorLosses();
                context.addSparkListener(losses);
                return losses;
            });
        }
    }

    /**
     * Has the ids of removed executors passed on.
     *
     * @param reader called on Spark's thread; must not block
     */
    void add(Consumer<String> reader) {
        readers.add(reader);
    }

    void remove(Consumer<String> reader) {
        readers.remove(reader);
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        readers.forEach(reader -> reader.accept(removed.executorId()));
    }
}
