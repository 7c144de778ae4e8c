package org.thalweg.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Scratch memory that many threads take and give back, without waiting for each other: what is free is kept, up to a fixed
 * number, so that it does not grow with the threads; a thread that finds none makes its own. A call that fails need not give
 * its own back.
 */
final class ScratchPool<T> {
    /** Places of one array stand a cache line apart. */
    private static final int STRIDE = 16;

    private static final int BUFFERS_PER_CORE = 4;

    private final Supplier<T> making;
    private final int mask;
    private final AtomicReferenceArray<T> free;

    /** An empty pool. */
    ScratchPool(Supplier<T> making) {
        this.making = making;
        int places =
                Integer.highestOneBit(BUFFERS_PER_CORE * Runtime.getRuntime().availableProcessors());
        this.mask = places - 1;
        this.free = new AtomicReferenceArray<>(places * STRIDE);
    }

    /** Scratch memory that no other thread has until it is given back. */
    T take() {
        int first = firstPlace();
        for (int i = 0; i <= mask; i++) {
            int place = place(first + i);
            T found = free.get(place) == null ? null : free.getAndSet(place, null);
            if (found != null) {
                return found;
            }
        }
        return making.get();
    }

    /** Gives scratch memory back; where there is enough it is let go of. */
    void giveBack(T scratch) {
        int first = firstPlace();
        for (int i = 0; i <= mask; i++) {
            int place = place(first + i);
            if (free.get(place) == null && free.compareAndSet(place, null, scratch)) {
                return;
            }
        }
    }

    private int place(int index) {
        return (index & mask) * STRIDE;
    }

    /** Where a thread looks first: threads of numbers in a row look apart from each other. */
    private static int firstPlace() {
        return (int) Thread.currentThread().getId();
    }
}
