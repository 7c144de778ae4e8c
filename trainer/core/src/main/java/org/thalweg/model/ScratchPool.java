package org.thalweg.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A lock-free pool of scratch memory for many threads. Free objects are pooled up to a fixed number, independent of the
 * number of threads; if none is free, a new one is created. A failed call need not release its object.
 */
final class ScratchPool<T> {
    /** Pool entries are a cache line apart. */
    private static final int STRIDE = 16;

    private static final int BUFFERS_PER_CORE = 4;

    private final Supplier<T> factory;
    private final int mask;
    private final AtomicReferenceArray<T> free;

    /** An empty pool. */
    ScratchPool(Supplier<T> factory) {
        this.factory = factory;
        int entries =
                Integer.highestOneBit(BUFFERS_PER_CORE * Runtime.getRuntime().availableProcessors());
        this.mask = entries - 1;
        this.free = new AtomicReferenceArray<>(entries * STRIDE);
    }

    /** Acquires an object that no other thread uses until it is released. */
    T acquire() {
        int first = firstIndex();
        for (int i = 0; i <= mask; i++) {
            int entry = entry(first + i);
            T idle = free.get(entry) == null ? null : free.getAndSet(entry, null);
            if (idle != null) {
                return idle;
            }
        }
        return factory.get();
    }

    /** Releases an object; if the pool is full, it is left to the garbage collector. */
    void release(T scratch) {
        int first = firstIndex();
        for (int i = 0; i <= mask; i++) {
            int entry = entry(first + i);
            if (free.get(entry) == null && free.compareAndSet(entry, null, scratch)) {
                return;
            }
        }
    }

    private int entry(int index) {
        return (index & mask) * STRIDE;
    }

    /** The entry at which a thread starts to look, so that threads with consecutive ids do not collide. */
    private static int firstIndex() {
        return (int) Thread.currentThread().getId();
    }
}
