package org.thalweg.spark;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Acts when work takes longer than it may. Closed when the work has ended: after that it does not act. */
final class Deadline implements AutoCloseable {
    private final Runnable action;
    private final ScheduledFuture<?> alarm; // null where the work may take for ever
    private boolean closed;
    private boolean past;

    /**
     * Starts the clock.
     *
     * @param seconds above 0; infinite for never
     * @param action runs on another thread; must not block
     */
    Deadline(double seconds, Runnable action) {
        this.action = action;
        this.alarm = Double.isInfinite(seconds)
                ? null
                : Clock.CLOCK.schedule(this::pass, Math.round(Math.min(seconds * 1000, 1e15)), TimeUnit.MILLISECONDS);
    }

    private synchronized void pass() {
        if (!closed) {
            past = true;
            action.run();
        }
    }

    /** Whether it has acted. */
    synchronized boolean isPast() {
        return past;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** A clock of its own class: its thread starts with the first deadline. */
    private static final class Clock {
        static final ScheduledThreadPoolExecutor CLOCK = clock();

        private static ScheduledThreadPoolExecutor clock() {
            ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, work -> {
                Thread thread = new Thread(work, "deadlines");
                thread.setDaemon(true);
                return thread;
            });
            clock.setRemoveOnCancelPolicy(true);
            clock.setKeepAliveTime(10, TimeUnit.SECONDS);
            clock.allowCoreThreadTimeOut(true);
            return clock;
        }
    }
}
