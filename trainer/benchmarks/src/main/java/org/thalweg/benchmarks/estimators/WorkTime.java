package org.thalweg.benchmarks.estimators;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The duration of work.
 *
 * @param seconds wall-clock time
 * @param processorSeconds CPU time of all threads of this process; other work on the machine hardly affects it
 */
record WorkTime(double seconds, double processorSeconds) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Runs and measures work. */
    static WorkTime of(Runnable work) {
        long processor = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new WorkTime((System.nanoTime() - start) * 1e-9, (SYSTEM.getProcessCpuTime() - processor) * 1e-9);
    }
}
