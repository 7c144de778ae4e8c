package org.thalweg.spark;

/** Releases resources on an interrupted thread, where calls of Spark and of file systems would otherwise be aborted. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Runs the release without the interrupt flag, and restores the flag afterwards. */
    public static void run(Runnable release) {
        boolean interrupted = Thread.interrupted();
        try {
            release.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
