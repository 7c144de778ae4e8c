package org.thalweg;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes that a test or a benchmark has started. */
public final class ChildProcesses {
    private static final int END_SECONDS = 20;

    private ChildProcesses() {}

    /** Ends processes and those that they started, by force what does not end by itself. */
    public static void end(List<Process> processes) {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : processes) {
            try {
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
