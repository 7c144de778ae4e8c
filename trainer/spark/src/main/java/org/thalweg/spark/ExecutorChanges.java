package org.thalweg.spark;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Passes on which executors Spark has removed, and that it has added some.
 *
 * <p>One listener for each Spark context, which stays until that stops: Spark must not be asked to remove one on a thread that may
 * be interrupted. Where it was the last of its queue, the interruption leaves that queue half ended, and whoever next removes a
 * listener waits for ever with the lock of all listeners.
 */
final class ExecutorChanges extends SparkListener {
    private static final Map<SparkContext, ExecutorChanges> OF_CONTEXT = new WeakHashMap<>();

    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** Called on Spark's thread; must not block. */
    interface Reader {
        /** An executor is gone, by its id. */
        default void removed(String executor) {}

        /** An executor has come. */
        default void added() {}
    }

    private ExecutorChanges() {}

    /** Those of a context's executors. */
    static ExecutorChanges of(SparkContext spark) {
        synchronized (OF_CONTEXT) {
            return OF_CONTEXT.computeIfAbsent(spark, context -> {
                ExecutorChanges changes = new ExecutorChanges();
                context.addSparkListener(changes);
                return changes;
            });
        }
    }

    void add(Reader reader) {
        readers.add(reader);
    }

    void remove(Reader reader) {
        readers.remove(reader);
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        readers.forEach(reader -> reader.removed(removed.executorId()));
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded added) {
        readers.forEach(Reader::added);
    }
}
