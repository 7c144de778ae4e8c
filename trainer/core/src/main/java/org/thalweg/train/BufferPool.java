package org.thalweg.train;

import java.util.ArrayDeque;

/** Memory that is not in use, for whoever needs it next: what came last goes first, as it is still in the cache. Thread-safe. */
final class BufferPool<T> {
    private final ArrayDeque<T> idle = new ArrayDeque<>();

    /** What came last; null where there is nothing. */
    synchronized T poll() {
        return idle.pollFirst();
    }

    synchronized void add(T memory) {
        idle.addFirst(memory);
    }
}
