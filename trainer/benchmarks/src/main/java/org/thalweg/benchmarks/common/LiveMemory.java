package org.thalweg.benchmarks.common;

/** Samples the live heap while something runs. */
public final class LiveMemory implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final long before = now();
    private final Thread watcher = new Thread(this::watch, "live memory");
    private volatile boolean done;
    private volatile long most = before;

    /** Starts sampling. */
    public LiveMemory() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private static long now() {
        System.gc();
        Runtime java = Runtime.getRuntime();
        return java.totalMemory() - java.freeMemory();
    }

    private void watch() {
        while (!done) {
            most = Math.max(most, now());
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The peak of live bytes since the start, minus those before it; objects allocated during a collection count. */
    public long peakBytes() {
        return peakInUse() - before;
    }

    /** The peak of live bytes since the start, including those before it. */
    public long peakInUse() {
        return most;
    }

    @Override
    public void close() {
        done = true;
    }
}
