package org.thalweg.train;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Daemon threads that take work in turn. An idle thread spins for a moment before it sleeps, because a step of a small
 * network takes less time than waking a thread. The work must not throw.
 */
final class LaneThreads implements Executor, AutoCloseable {
    /** How long an idle thread spins; about the time it takes to wake one. */
    static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private final Lane[] threads;
    private int next;
    private volatile boolean closed;

    /** @param count 0 or more */
    LaneThreads(int count) {
        threads = new Lane[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Lane();
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Queues work on the next thread, after its current work. */
    @Override
    public synchronized void execute(Runnable work) {
        if (closed) {
            throw new RejectedExecutionException("the threads have been closed");
        }
        threads[next].give(work);
        next = (next + 1) % threads.length;
    }

    /** Interrupts running work and ends the threads. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Lane thread : threads) {
            thread.interrupt();
        }
    }

    private final class Lane extends Thread {
        private final AtomicReference<Runnable> given = new AtomicReference<>();
        private volatile boolean sleeps;

        Lane() {
            super("thalweg-lanes");
        }

        void give(Runnable work) {
            while (!given.compareAndSet(null, work)) {
                Thread.onSpinWait();
            }
            if (sleeps) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (!closed || given.get() != null) {
                Runnable work = given.getAndSet(null);
                if (work == null) {
                    await();
                } else {
                    work.run();
                }
            }
        }

        private void await() {
            long end = System.nanoTime() + SPIN_NANOS;
            while (System.nanoTime() < end) {
                if (given.get() != null) {
                    return;
                }
                Thread.onSpinWait();
            }
            sleeps = true;
            while (given.get() == null && !closed) {
                LockSupport.park(this);
            }
            sleeps = false;
        }
    }
}
