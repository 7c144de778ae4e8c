package org.thalweg.spark;

import java.util.Arrays;

/** Sorts rows by their unsigned keys, without moving the rows. */
final class KeyOrder {
    private KeyOrder() {}

    /** Compares two rows, given by their indices: by key first. */
    interface RowOrder {
        int compare(int a, int b);
    }

    /**
     * Returns the sorted indices of the rows. It sorts numbers that combine a key's leading bits with the row's index, which is
     * almost the final order; an insertion sort does the rest.
     *
     * @param keys the rows' keys, [size or more]
     * @param sameBits leading bits that all keys have in common, 0 to 63
     * @param whole the complete order, by key first
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
