package org.thalweg.data;

import java.util.Arrays;

/**
 * Indices of sparse rows' features, two to an {@code int} where each fits 16 bits: the first in the lower half. An array of
 * as many as there are features holds them one to an {@code int}; of one feature both forms are the same.
 */
final class NarrowIndices {
    /** The most inputs whose indices are held so. */
    static final int MAX_INPUTS = 1 << 16;

    private NarrowIndices() {}

    /** How many {@code int}s hold two indices each. */
    static int length(int count) {
        return (count + 1) / 2;
    }

    /** The first indices of an array, as blocks of rows of so many inputs hold them. */
    static int[] pack(int[] indices, int count, int inputs) {
        if (inputs > MAX_INPUTS) {
            return Arrays.copyOf(indices, count);
        }
        int[] packed = new int[length(count)];
        for (int k = 0; k < count; k++) {
            packed[k >> 1] |= indices[k] << shift(k);
        }
        return packed;
    }

    /** Whether so many {@code int}s hold the indices of so many features two to each. */
    static boolean isNarrow(int ints, int features) {
        return ints < features;
    }

    /** One index, of the {@code int} at {@code k / 2}. */
    static int unpack(int two, int k) {
        return two >>> shift(k) & 0xFFFF;
    }

    private static int shift(int k) {
        return (k & 1) << 4;
    }
}
