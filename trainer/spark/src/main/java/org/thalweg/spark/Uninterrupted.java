package org.thalweg.spark;

/** Releases what Spark holds: on a thread that is interrupted, Spark gives up the very calls that do so. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Runs it to its end; this thread is interrupted afterwards if it was before. */
    static void run(Runnable release) {
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
