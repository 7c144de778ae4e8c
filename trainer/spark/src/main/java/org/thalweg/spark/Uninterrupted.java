package org.thalweg.spark;

/** Releases what is held: on a thread that is interrupted, Spark and file systems give up the very calls that do so. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Runs it to its end; this thread is interrupted afterwards if it was before. */
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
