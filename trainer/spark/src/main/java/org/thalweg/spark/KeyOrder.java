package org.thalweg.spark;

import java.util.Arrays;

/** Sorts rows by their keys, as unsigned numbers, where they stand. */
final class KeyOrder {
    private KeyOrder() {}

    /** An order of rows by their numbers, in which those of smaller keys come first. */
    interface RowOrder {
        int compare(int a, int b);
    }

    /**
     * The rows' numbers, sorted. Almost all of the order is that of numbers made of a key's leading bits and the row; the rest
     * is a pass of insertion.
     *
     * @param keys of the rows, [size or more]
     * @param sameBits leading bits that all keys have in common, 0 to 63
     * @param whole the whole order, keys first
     */
    static int[] sorted(long[] keys, int size, int sameBits, RowOrder whole) {
        int numberBits = 32 - Integer.numberOfLeadingZeros(size);
        long[] sorted = new long[size];
        for (int row = 0; row < size; row++) {
            sorted[row] = (keys[row] << sameBits >>> numberBits << numberBits | row) ^ Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int row = (int) (sorted[i] & (1L << numberBits) - 1);
            int place = i;
            for (; place > 0 && whole.compare(order[place - 1], row) > 0; place--) {
                order[place] = order[place - 1];
            }
            order[place] = row;
        }
        return order;
    }
}
