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
 * Notifies readers when Spark adds or removes executors.
 *
 * <p>There is one listener per Spark context, which is never removed: removing a listener on an interrupted thread can deadlock
 * Spark. If it was the last one in its queue, the interrupt leaves the queue half stopped, and the next removal of any listener
 * waits for ever while holding the lock of all listeners.
 */
final class ExecutorChanges extends SparkListener {
    private static final Map<SparkContext, ExecutorChanges> OF_CONTEXT = new WeakHashMap<>();

    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** Called on Spark's thread; must not block. */
    interface Reader {
        /** An executor was removed. */
        default void removed(String executor) {}

        /** An executor was added. */
        default void added() {}
    }

    private ExecutorChanges() {}

    /** The changes of a context's executors. */
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
