package org.thalweg.spark;

import org.apache.spark.SparkContext;

/** The number of tasks over which rows are distributed. */
public final class ClusterSlots {
    private ClusterSlots() {}

    /**
     * One task for each of the cluster's task slots (its cores over {@code spark.task.cpus}).
     *
     * <p>The cores are those of the executors that have registered so far, or {@code spark.default.parallelism} where
     * it is set.
     */
    public static int tasks(SparkContext spark) {
        int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
        return Math.max(1, spark.defaultParallelism() / cpusPerTask);
    }
}
