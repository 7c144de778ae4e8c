package org.thalweg.train;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered pieces of work that the caller's thread shares with others. Neighbouring pieces go to the same thread if it keeps
 * pace, so that each thread adds up a subtree of lanes. One call of {@link #run} at a time; a call allocates nothing.
 */
final class SharedWork {
    private static final int END = 1 << 30; // past every turn, and far from overflow

    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger(); // of the other threads
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Runnable onOtherThread = this::onOtherThread;
    private Runnable ofThread;
    private int count;
    private int threads;
    private int stretch;
    private boolean toTheEnd;
    private Thread caller;
    private volatile boolean callerSleeps;

    /** The next piece for the calling thread; −1 if none is left. */
    int next() {
        while (true) {
            int at = turn.getAndIncrement();
            if (at >= threads * stretch) {
                return -1;
            }
            int piece = at % threads * stretch + at / threads;
            if (piece < count) {
                if (!toTheEnd) {
                    requireNotInterrupted();
                }
                return piece;
            }
        }
    }

    static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException("the step was interrupted");
        }
    }

    /**
     * Does the pieces 0 to count − 1, and waits for every thread, also after a failure or an interruption, as they write what
     * the caller reads.
     *
     * @param pool lends the other threads; unused where most is 1
     * @param ofEach what each thread does: asks for {@linkplain #next pieces} until there are none
     * @throws TrainingCancelledException if a thread was interrupted; the caller's flag stays set
     */
    void run(int count, int most, Executor pool, Runnable ofEach) {
        requireNotInterrupted();
        toTheEnd = false;
        share(count, most, pool, ofEach);
    }

    /** Like {@link #run}, but completes all pieces even if interrupted: for data that must not be left half changed. */
    void runToTheEnd(int count, int most, Executor pool, Runnable ofEach) {
        toTheEnd = true;
        share(count, most, pool, ofEach);
    }

    private void share(int count, int most, Executor pool, Runnable ofEach) {
        this.count = count;
        this.threads = Math.max(1, Math.min(most, count));
        this.stretch = (count + threads - 1) / threads;
        this.ofThread = ofEach;
        this.caller = Thread.currentThread();
        failure.set(null);
        turn.set(0);
        running.set(0);
        try {
            for (int other = 1; other < threads; other++) {
                running.incrementAndGet();
                give(pool);
            }
            ofEach.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        boolean interrupted = await();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!toTheEnd) {
            requireNotInterrupted(); // Also where the others had done the rest before this thread asked for more.
        }
        Throwable failed = failure.get();
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed != null) {
            throw (RuntimeException) failed;
        }
    }

    private void give(Executor pool) {
        try {
            pool.execute(onOtherThread);
        } catch (RuntimeException | Error e) {
            running.decrementAndGet();
            if (!toTheEnd) {
                throw e;
            }
        }
    }

    private void onOtherThread() {
        try {
            ofThread.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            Thread waiting = caller;
            if (running.decrementAndGet() == 0 && callerSleeps) {
                LockSupport.unpark(waiting);
            }
        }
    }

    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
        turn.set(END);
    }

    /** Waits for the other threads, spinning for a moment before it sleeps. Returns whether it was interrupted. */
    private boolean await() {
        boolean interrupted = false;
        long end = System.nanoTime() + LaneThreads.SPIN_NANOS;
        while (running.get() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        callerSleeps = true;
        while (running.get() > 0) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                if (!toTheEnd) {
                    turn.set(END);
                }
            }
        }
        callerSleeps = false;
        return interrupted;
    }
}
