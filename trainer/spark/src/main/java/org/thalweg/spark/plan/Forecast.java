package org.thalweg.spark.plan;

/**
 * The forecast cost of an epoch on a cluster.
 *
 * @param cluster the cluster
 * @param round the times of a step, or of a round of local steps
 * @param sliced whether sums are combined in slices
 * @param epochSeconds the time of all rounds, and of evaluating the validation rows
 * @param driverBytes the maximum use of the driver's heap
 * @param executorBytes the maximum use of an executor's heap, including packed rows
 */
public record Forecast(
        ClusterShape cluster,
        RoundTimes round,
        boolean sliced,
        double epochSeconds,
        long driverBytes,
        long executorBytes) {}
