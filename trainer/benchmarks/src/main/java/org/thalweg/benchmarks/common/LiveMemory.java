package org.thalweg.benchmarks.common;

/** The heap's objects that are in use, looked at again and again while something runs. */
public final class LiveMemory implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final long before = now();
    private final Thread watcher = new Thread(this::watch, "live memory");
    private volatile boolean done;
    private volatile long most = before;

    /** Starts to look. */
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

    /** The most bytes in use at once since the start, less those before it; what is allocated while the heap is cleared counts. */
    public long mostBytes() {
        return mostInUse() - before;
    }

    /** The most bytes in use at once since the start, with those that were in use before it. */
    public long mostInUse() {
        return most;
    }

    @Override
    public void close() {
        done = true;
    }
}
