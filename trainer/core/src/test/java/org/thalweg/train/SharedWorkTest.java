package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedWorkTest {
    private static void each(SharedWork work, java.util.function.IntConsumer piece) {
        for (int i = work.next(); i >= 0; i = work.next()) {
            piece.accept(i);
        }
    }

    @Test
    void everyPieceIsDoneOnceCallAfterCall() {
        SharedWork work = new SharedWork();
        for (int threads = 1; threads <= 5; threads++) {
            try (LaneThreads pool = new LaneThreads(threads - 1)) {
                for (int count = 0; count < 40; count++) {
                    AtomicIntegerArray done = new AtomicIntegerArray(count);
                    work.run(count, threads, pool, () -> each(work, done::incrementAndGet));
                    for (int i = 0; i < count; i++) {
                        assertThat(done.get(i)).as("piece %d of %d", i, count).isEqualTo(1);
                    }
                }
            }
        }
    }

    @Test
    void failureOfAnotherThreadIsTheCallersAfterAllHaveEnded() {
        SharedWork work = new SharedWork();
        Thread caller = Thread.currentThread();
        try (LaneThreads pool = new LaneThreads(2)) {
            for (int round = 0; round < 20; round++) {
                CountDownLatch failed = new CountDownLatch(1);
                assertThatThrownBy(() -> work.run(
                                3,
                                3,
                                pool,
                                () -> each(work, piece -> {
                                    if (Thread.currentThread() != caller) {
                                        failed.countDown();
                                        throw new IllegalStateException("piece " + piece);
                                    }
                                    await(failed);
                                })))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("piece ");
                AtomicIntegerArray done = new AtomicIntegerArray(9);
                work.run(9, 3, pool, () -> each(work, done::incrementAndGet));
                for (int i = 0; i < 9; i++) {
                    assertThat(done.get(i)).isEqualTo(1);
                }
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void threadsThatSleepWakeAndEndOnceClosed() throws InterruptedException {
        LaneThreads pool = new LaneThreads(1);
        Thread[] its = new Thread[1];
        for (int round = 0; round < 3; round++) {
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> {
                its[0] = Thread.currentThread();
                done.countDown();
            });
            await(done);
            Thread.sleep(5); // far longer than a thread looks out
        }
        assertThat(its[0].getState()).isEqualTo(Thread.State.WAITING);
        pool.close();
        its[0].join(10_000);
        assertThat(its[0].isAlive()).isFalse();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    /** The caller interrupts itself in its first piece; the other thread stays in its own until then. */
    private static void interruptOnce(Thread caller, CountDownLatch interrupted) {
        if (Thread.currentThread() == caller) {
            caller.interrupt();
            interrupted.countDown();
        } else {
            await(interrupted);
        }
    }

    @Test
    void interruptionEndsWorkOrWaitsForAllOfIt() {
        SharedWork work = new SharedWork();
        LaneThreads pool = new LaneThreads(1);
        Thread caller = Thread.currentThread();
        AtomicIntegerArray done = new AtomicIntegerArray(50);
        work.runToTheEnd(
                50,
                2,
                pool,
                () -> each(work, piece -> {
                    caller.interrupt();
                    done.incrementAndGet(piece);
                }));
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        assertThat(done.toString()).doesNotContain("0", "2");
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> work.run(50, 2, pool, () -> each(work, piece -> interruptOnce(caller, interrupted))))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        pool.close();
        work.runToTheEnd(50, 2, pool, () -> each(work, done::incrementAndGet));
        assertThat(done.toString()).doesNotContain("1", "3");
    }
}
