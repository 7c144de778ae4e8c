package org.thalweg.spark;

import java.io.Serializable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.apache.spark.TaskContext;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.TrainingPlan;

/**
 * The lane runner of a training run on one executor. It is broadcast once per run. Its scratch memory lives as long as the
 * executor's copy of the broadcast.
 */
final class ExecutorRunner implements Serializable {
    private static final long serialVersionUID = 1;

    private final TrainingPlan plan;
    private final EpochOrder order;
    private transient volatile LaneRunner runner;

    ExecutorRunner(TrainingPlan plan, EpochOrder order) {
        this.plan = plan;
        this.order = order;
    }

    /** The serialized form, for Java's own serializer. */
    private record Written(byte[] bytes) implements Serializable {
        private Object readResolve() {
            return WireSerializers.runner(bytes);
        }
    }

    private Object writeReplace() {
        return new Written(WireSerializers.bytes(this));
    }

    EpochOrder order() {
        return order;
    }

    TrainingPlan plan() {
        return plan;
    }

    private LaneRunner runner() {
        if (runner == null) {
            synchronized (this) {
                if (runner == null) {
                    runner = new LaneRunner(plan, order);
                }
            }
        }
        return runner;
    }

    /** Runs work with as many threads as the task has cores; the threads end with the work. */
    <R> R run(TaskContext context, BiFunction<LaneRunner, Executor, R> work) {
        if (context.cpus() <= 1) {
            return work.apply(runner(), Runnable::run);
        }
        ExecutorService pool = Executors.newFixedThreadPool(context.cpus());
        try {
            return work.apply(runner(), pool);
        } finally {
            pool.shutdownNow();
        }
    }
}
