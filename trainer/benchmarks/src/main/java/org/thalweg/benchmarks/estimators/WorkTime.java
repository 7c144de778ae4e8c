package org.thalweg.benchmarks.estimators;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What work took.
 *
 * @param seconds by the clock
 * @param processorSeconds of all threads of this process: other work on the machine hardly changes it
 */
record WorkTime(double seconds, double processorSeconds) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Does the work. */
    static WorkTime of(Runnable work) {
        long processor = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new WorkTime((System.nanoTime() - start) * 1e-9, (SYSTEM.getProcessCpuTime() - processor) * 1e-9);
    }
}
