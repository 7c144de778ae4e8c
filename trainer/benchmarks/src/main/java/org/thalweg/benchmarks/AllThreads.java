package org.thalweg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Work that all threads do at once. */
final class AllThreads {
    private AllThreads() {}

    /**
     * The time from the first thread's begin to the last one's end.
     *
     * @param prepare makes a thread's work, on that thread, before the clock runs
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
