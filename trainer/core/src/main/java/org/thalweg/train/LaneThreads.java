package org.thalweg.train;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Daemon threads that take work in turn. One that has nothing to do looks out for more for a moment before it sleeps: a small
 * network's step takes less time than waking a thread. The work must not throw.
 */
final class LaneThreads implements Executor, AutoCloseable {
    /** How long a thread looks out; about the time that it takes to wake one. */
    static final long LOOK_OUT_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

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

    /** Hands work to the next thread, which does it once it is done with what it has. */
    @Override
    public synchronized void execute(Runnable work) {
        if (closed) {
            throw new RejectedExecutionException("the threads have been closed");
        }
        threads[next].give(work);
        next = (next + 1) % threads.length;
    }

    /** Interrupts what is under way; the threads end. */
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
            long end = System.nanoTime() + LOOK_OUT_NANOS;
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
