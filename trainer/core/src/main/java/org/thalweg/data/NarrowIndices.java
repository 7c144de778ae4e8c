package org.thalweg.data;

import java.util.Arrays;

/**
 * Feature indices of sparse rows, packed two per {@code int} if each fits in 16 bits, the first in the lower half. An
 * array as long as there are features has one index per {@code int}; for a single feature both forms are the same.
 */
final class NarrowIndices {
    /** The maximum number of inputs for packed indices. */
    static final int MAX_INPUTS = 1 << 16;

    private NarrowIndices() {}

    /** The number of {@code int}s for packed indices. */
    static int length(int count) {
        return (count + 1) / 2;
    }

    /** The first indices of an array, in the form that blocks with this number of inputs use. */
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

    /** Whether an array of this length has packed indices for this number of features. */
    static boolean isNarrow(int ints, int features) {
        return ints < features;
    }

    /** Index k, from the {@code int} at {@code k / 2}. */
    static int unpack(int two, int k) {
        return two >>> shift(k) & 0xFFFF;
    }

    private static int shift(int k) {
        return (k & 1) << 4;
    }
}
