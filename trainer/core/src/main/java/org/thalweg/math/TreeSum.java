package org.thalweg.math;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Adds the values of numbered leaves pairwise along a fixed binary tree: 0+1, 2+3, …, then (0+1)+(2+3), ….
 *
 * <p>Node i of level l covers the leaves i·2ˡ to (i+1)·2ˡ − 1. Values may come from any thread, in any order and at any
 * level; each pair is added once both are there, always as left + right. So the result's bits depend on the values
 * alone. Thread-safe.
 */
public final class TreeSum<T> {
    /**
     * The value of a subtree.
     *
     * @param level 0 for a leaf
     * @param index the subtree's number within its level
     */
    public record Node<T>(int level, int index, T value) implements Serializable {}

    private final BinaryOperator<T> add;

    // Few wait at a time where leaves come about in order, so that they are gone through one by one.
    private int waiting;
    private long[] places = new long[8]; // of those that wait: the level above, the index below
    private Object[] values = new Object[8];

    /**
     * An empty sum.
     *
     * @param add left + right; may change and return either
     */
    public TreeSum(BinaryOperator<T> add) {
        this.add = add;
    }

    /**
     * Adds a subtree's value, and sums all pairs that it completes. Each leaf may be added only once.
     *
     * @throws IllegalStateException if that subtree's value is already there
     */
    public void put(int level, int index, T value) {
        while (true) {
            T sibling;
            synchronized (this) {
                sibling = take(place(level, index ^ 1));
                if (sibling == null) {
                    add(place(level, index), value);
                    return;
                }
            }
            value = (index & 1) == 0 ? add.apply(value, sibling) : add.apply(sibling, value);
            level++;
            index >>>= 1;
        }
    }

    /** Adds a subtree's value; see {@link #put(int, int, Object)}. */
    public void put(Node<T> node) {
        put(node.level(), node.index(), node.value());
    }

    private static long place(int level, int index) {
        return (long) level << Integer.SIZE | index;
    }

    private static int level(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    private int find(long place) {
        int at = waiting - 1;
        while (at >= 0 && places[at] != place) {
            at--;
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private T value(int at) {
        return (T) values[at];
    }

    /** Removes the value that waits at a place; null if there is none. */
    private T take(long place) {
        int at = find(place);
        if (at < 0) {
            return null;
        }
        T taken = value(at);
        places[at] = places[--waiting];
        values[at] = values[waiting];
        values[waiting] = null;
        return taken;
    }

    private void add(long place, T value) {
        if (find(place) >= 0) {
            throw new IllegalStateException(
                    "subtree " + (int) place + " of level " + level(place) + " was given twice");
        }
        if (waiting == places.length) {
            places = Arrays.copyOf(places, 2 * waiting);
            values = Arrays.copyOf(values, 2 * waiting);
        }
        places[waiting] = place;
        values[waiting++] = value;
    }

    /** The subtrees that still wait for their sibling, by their first leaf; only a few if ranges are aligned. */
    public synchronized List<Node<T>> roots() {
        List<Node<T>> roots = new ArrayList<>(waiting);
        for (int at = 0; at < waiting; at++) {
            roots.add(new Node<>(level(places[at]), (int) places[at], value(at)));
        }
        if (waiting > 1) {
            roots.sort(Comparator.comparingLong(node -> (long) node.index() << node.level()));
        }
        return roots;
    }

    /** Removes all values, so that the memory can be reused for another sum. */
    public synchronized void clear() {
        Arrays.fill(values, 0, waiting, null);
        waiting = 0;
    }

    /**
     * The sum of all leaves.
     *
     * @param leaves a power of two
     * @throws IllegalArgumentException if the leaves are no power of two
     * @throws IllegalStateException if a leaf is missing
     */
    public synchronized T total(int leaves) {
        if (leaves < 1 || Integer.bitCount(leaves) != 1) {
            throw new IllegalArgumentException("leaves: expected a power of two, found " + leaves);
        }
        if (waiting != 1 || places[0] != place(Integer.numberOfTrailingZeros(leaves), 0)) {
            throw new IllegalStateException("tree sum: expected all of " + leaves + " leaves, found " + waiting
                    + " separate subtrees: "
                    + roots().stream()
                            .map(node -> node.index() + " of level " + node.level())
                            .toList());
        }
        return value(0);
    }
}
