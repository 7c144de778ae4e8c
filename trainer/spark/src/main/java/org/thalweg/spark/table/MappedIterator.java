package org.thalweg.spark.table;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator's elements, each mapped as it is asked for: a partition streams through. */
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
