package org.thalweg.spark.plan;

/**
 * A cluster, and the network between its driver and its executors.
 *
 * @param executors 1 or more
 * @param cores of an executor, 1 or more
 * @param machineCores cores that all executors and the driver have together; where they are fewer than the executors'
 *     own, executors share them, as processes of one machine do
 * @param linkBytesPerSecond of a machine's connection, each way; infinite for none between
 * @param latencySeconds of a message's way
 */
public record ClusterShape(
        int executors, int cores, int machineCores, double linkBytesPerSecond, double latencySeconds) {
    /** Checks the ranges. */
    public ClusterShape {
        if (executors < 1 || cores < 1 || machineCores < 1 || !(linkBytesPerSecond > 0) || !(latencySeconds >= 0)) {
            throw new IllegalArgumentException("cluster: expected executors, cores, and a link above 0, found "
                    + executors + " of " + cores + " on " + machineCores + " cores, " + linkBytesPerSecond
                    + " bytes/s, " + latencySeconds + " s");
        }
    }

    /** Executors with cores of their own. */
    public static ClusterShape of(int executors, int cores, double linkBytesPerSecond, double latencySeconds) {
        return new ClusterShape(
                executors, cores, Math.multiplyExact(executors, cores) + 1, linkBytesPerSecond, latencySeconds);
    }

    /** The same with no more than so many executors. */
    ClusterShape withAtMost(int most) {
        return new ClusterShape(Math.min(executors, most), cores, machineCores, linkBytesPerSecond, latencySeconds);
    }

    /** How many threads may want a core at the same time. */
    public int threads() {
        return Math.multiplyExact(executors, cores);
    }

    /** How much longer work takes when so many threads share the cores; 1 or more. */
    double stretch(int busyThreads) {
        return Math.max(1, (double) busyThreads / machineCores);
    }
}
