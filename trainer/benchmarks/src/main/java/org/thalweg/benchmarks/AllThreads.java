package org.thalweg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Runs work on all threads at the same time. */
final class AllThreads {
    private AllThreads() {}

    /**
     * The time from the start of the first thread to the end of the last one.
     *
     * @param prepare creates a thread's work, on that thread, before the measurement starts
     */
    static double nanos(int threads, Supplier<Runnable> prepare) {
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                Runnable work = prepare.get();
                ready.countDown();
                await(go);
                work.run();
            });
            thread.start();
            running.add(thread);
        }
        await(ready);
        long start = System.nanoTime();
        go.countDown();
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - start;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
