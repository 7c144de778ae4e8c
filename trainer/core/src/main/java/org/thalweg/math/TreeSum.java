package org.thalweg.math;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private record Place(int level, int index) {}

    private final BinaryOperator<T> add;
    private final Map<Place, T> waiting = new HashMap<>();

    /**
     * A sum of nothing yet.
     *
     * @param add left + right; may change and return either
     */
    public TreeSum(BinaryOperator<T> add) {
        this.add = add;
    }

    /**
     * Takes a subtree's value, and adds all pairs that this completes. Each leaf's share may be given once.
     *
     * @throws IllegalStateException if that subtree's value is already there
     */
    public void put(int level, int index, T value) {
        while (true) {
            T sibling;
            synchronized (this) {
                sibling = waiting.remove(new Place(level, index ^ 1));
                if (sibling == null) {
                    if (waiting.put(new Place(level, index), value) != null) {
                        throw new IllegalStateException("subtree " + index + " of level " + level + " was given twice");
                    }
                    return;
                }
            }
            value = (index & 1) == 0 ? add.apply(value, sibling) : add.apply(sibling, value);
            level++;
            index >>>= 1;
        }
    }

    /** The subtrees added so far that still wait for their sibling, by their first leaf: few, where ranges are aligned. */
    public synchronized List<Node<T>> roots() {
        List<Node<T>> roots = new ArrayList<>();
        waiting.forEach((place, value) -> roots.add(new Node<>(place.level(), place.index(), value)));
        roots.sort(Comparator.comparingLong(node -> (long) node.index() << node.level()));
        return roots;
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
        T total = waiting.get(new Place(Integer.numberOfTrailingZeros(leaves), 0));
        if (total == null || waiting.size() != 1) {
            throw new IllegalStateException("tree sum: expected all of " + leaves + " leaves, found " + waiting.size()
                    + " separate subtrees: " + waiting.keySet());
        }
        return total;
    }
}
