package org.thalweg.spark;

import java.io.Serializable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.apache.spark.TaskContext;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.TrainingPlan;

/**
 * A run's workers on one executor. It is broadcast once a run; the scratch memory that tasks leave with it lives as long
 * as the executor's copy of the broadcast, and goes with it.
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

    /** A runner where Java's own serializer writes what is broadcast. */
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

    /** Runs work with as many threads as the task has processors; the threads end with it. */
    <R> R run(TaskContext context, BiFunction<LaneRunner, ExecutorService, R> work) {
        if (context.cpus() <= 1) {
            return work.apply(runner(), null);
        }
        ExecutorService pool = Executors.newFixedThreadPool(context.cpus());
        try {
            return work.apply(runner(), pool);
        } finally {
            pool.shutdownNow();
        }
    }
}
