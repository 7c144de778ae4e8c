package org.thalweg.spark;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs an action when work takes too long. It is closed when the work ends; after that the action does not run. */
final class Deadline implements AutoCloseable {
    private final Runnable action;
    private final ScheduledFuture<?> alarm; // null without a deadline
    private boolean closed;
    private boolean past;

    /**
     * Starts the timer.
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

    /** Whether the action was run. */
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

    /** The shared timer. It is in a class of its own so that its thread starts with the first deadline. */
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
