package org.thalweg.spark.plan;

/**
 * What an epoch costs on a cluster.
 *
 * @param cluster it runs on
 * @param round a step, or a round of local steps
 * @param sliced whether sums come together in slices
 * @param epochSeconds of all rounds, and of judging the validation rows
 * @param driverBytes what the driver's heap holds at most
 * @param executorBytes what an executor's heap holds at most, packed rows included
 */
public record Forecast(
        ClusterShape cluster,
        RoundTimes round,
        boolean sliced,
        double epochSeconds,
        long driverBytes,
        long executorBytes) {}
