package org.thalweg.spark.table;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator with mapped elements. Each is mapped when it is requested, so that a partition is streamed. */
record MappedIterator<A, B>(Iterator<A> from, Function<A, B> map) implements Iterator<B> {
    @Override
    public boolean hasNext() {
        return from.hasNext();
    }

    @Override
    public B next() {
        return map.apply(from.next());
    }
}
