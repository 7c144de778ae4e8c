package org.thalweg.spark.plan;

/**
 * A cluster, and the network between its driver and its executors.
 *
 * @param executors the number of executors, 1 or more
 * @param cores the cores per executor, 1 or more
 * @param machineCores the physical cores of all executors and the driver together; if there are fewer than the executors' cores,
 *     executors share them, like processes on one machine
 * @param linkBytesPerSecond the bandwidth of a machine's connection, each way; infinite for no network
 * @param latencySeconds the latency of a message, one way
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

    /** The same with at most {@code most} executors. */
    ClusterShape withAtMost(int most) {
        return new ClusterShape(Math.min(executors, most), cores, machineCores, linkBytesPerSecond, latencySeconds);
    }

    /** The number of threads that may need a core at the same time. */
    public int threads() {
        return Math.multiplyExact(executors, cores);
    }

    /** The slowdown of work when the given number of threads share the cores; 1 or more. */
    double stretch(int busyThreads) {
        return Math.max(1, (double) busyThreads / machineCores);
    }
}
