package org.thalweg.spark;

import org.apache.spark.SparkContext;
import org.thalweg.data.Lanes;

/** How many tasks a step is cut into. */
public final class ClusterSlots {
    private ClusterSlots() {}

    /**
     * One task for each of the cluster's task slots (its cores over {@code spark.task.cpus}), at most one a lane.
     *
     * <p>The cores are those of the executors that have registered so far, or {@code spark.default.parallelism} where
     * it is set.
     */
    public static int tasks(SparkContext spark, Lanes lanes) {
        int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
        return Math.max(1, Math.min(lanes.count(), spark.defaultParallelism() / cpusPerTask));
    }
}
