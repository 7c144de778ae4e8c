package org.thalweg.train;

import java.util.ArrayDeque;

/** A pool of idle scratch memory. Last in, first out, as the last one is still in the CPU's cache. Thread-safe. */
final class BufferPool<T> {
    private final ArrayDeque<T> idle = new ArrayDeque<>();

    /** Removes the last one added; null if the pool is empty. */
    synchronized T poll() {
        return idle.pollFirst();
    }

    synchronized void add(T memory) {
        idle.addFirst(memory);
    }
}
