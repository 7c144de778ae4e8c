package org.thalweg.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.thalweg.settings.KeyText;
import org.thalweg.settings.Setting;
import org.thalweg.train.StepDeadlineException;
import org.thalweg.train.TrainingCancelledException;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs one Spark job over all partitions of an RDD, and passes on each partition's result as it arrives. */
final class ClusterJobs {
    /** What a task does with its partition. */
    interface Task<T, R> extends Serializable {
        R run(TaskContext context, Iterator<T> rows);
    }

    /** The local properties that make up a job group. They are restored afterwards: the caller may have set its own. */
    private static final List<String> GROUP =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private ClusterJobs() {}

    /**
     * Runs a task on every partition.
     *
     * @param group the job group, under which the job is cancelled if this thread is interrupted
     * @param onResult called once for each partition, in arrival order, on one thread of the driver
     * @throws TrainingCancelledException if this thread was interrupted
     */
    static <T, R> void run(
            JavaRDD<T> rdd, String group, String description, Task<T, R> task, BiConsumer<Integer, R> onResult) {
        SparkContext spark = rdd.context();
        inGroup(spark, group, description, () -> {
            spark.<T, R>runJob(
                    rdd.rdd(),
                    new OnPartition<>(task),
                    new OnResult<>(onResult),
                    ClassTag$.MODULE$.apply(Object.class));
            return null;
        });
    }

    /**
     * Runs work in a job group. If this thread is interrupted, the group's jobs are cancelled.
     *
     * @throws TrainingCancelledException if this thread was interrupted
     */
    static <R> R inGroup(SparkContext spark, String group, String description, Supplier<R> work) {
        return inGroup(spark, group, description, Double.POSITIVE_INFINITY, work);
    }

    /**
     * The same with a deadline.
     *
     * @param seconds the maximum duration
     * @throws TrainingCancelledException if this thread was interrupted
     * @throws StepDeadlineException if it took longer
     * @throws DiskSpaceException if a disk became full
     * @throws InputChangedException if rows that were read again differ
     */
    static <R> R inGroup(SparkContext spark, String group, String description, double seconds, Supplier<R> work) {
        String[] callers = GROUP.stream().map(spark::getLocalProperty).toArray(String[]::new);
        spark.setJobGroup(group, description, true);
        Deadline deadline = new Deadline(seconds, () -> spark.cancelJobGroup(group));
        try {
            return work.get();
        } catch (Throwable failure) {
            if (deadline.isPast()) {
                throw new StepDeadlineException(description + ": expected every task to end within "
                        + Setting.text(seconds) + " s, found some that had not; see the executors' logs"
                        + " and the cluster's free slots, or raise " + KeyText.of("training.stepDeadlineSeconds"));
            }
            if (isInterruption(failure)) {
                spark.cancelJobGroup(group);
                Thread.currentThread().interrupt();
                throw new TrainingCancelledException(description + " was interrupted");
            }
            Optional<InputChangedException> changed = InputChangedException.in(failure);
            if (changed.isPresent()) {
                throw changed.get();
            }
            Optional<DiskSpaceException> full = LocalFolders.explained(spark, failure);
            if (full.isPresent()) {
                throw full.get();
            }
            throw failure;
        } finally {
            deadline.close();
            for (int i = 0; i < callers.length; i++) {
                spark.setLocalProperty(GROUP.get(i), callers[i]);
            }
        }
    }

    /** Throws any exception, checked or not, without wrapping it. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Spark's Scala methods throw InterruptedException without declaring it, or wrap it. */
    private static boolean isInterruption(Throwable failure) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        for (Throwable cause = failure; cause != null && !interrupted; cause = cause.getCause()) {
            interrupted = cause instanceof InterruptedException || cause instanceof TrainingCancelledException;
        }
        return interrupted;
    }

    private static final class OnPartition<T, R> extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, R>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final Task<T, R> task;

        OnPartition(Task<T, R> task) {
            this.task = task;
        }

        @Override
        public R apply(TaskContext context, scala.collection.Iterator<T> rows) {
            return task.run(context, new Rows<>(rows));
        }
    }

    /** A Scala iterator as a Java one, without Scala's converters, which differ between Scala versions. */
    private record Rows<T>(scala.collection.Iterator<T> rows) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public T next() {
            return rows.next();
        }
    }

    private static final class OnResult<R> extends AbstractFunction2<Object, R, BoxedUnit> {
        private final BiConsumer<Integer, R> onResult;

        OnResult(BiConsumer<Integer, R> onResult) {
            this.onResult = onResult;
        }

        @Override
        public BoxedUnit apply(Object partition, R result) {
            onResult.accept((Integer) partition, result);
            return BoxedUnit.UNIT;
        }
    }
}
