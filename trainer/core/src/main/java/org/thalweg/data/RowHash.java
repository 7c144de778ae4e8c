package org.thalweg.data;

import org.apache.commons.codec.digest.MurmurHash3;
import org.thalweg.math.Philox;

/**
 * Hashes of rows under a seed: MurmurHash3 of the numbers' bits, mixed with the seed. Of the features those that are not 0
 * are hashed, each behind its index, so that a row has one hash, whether it is dense or sparse. −0 counts as 0.
 */
final class RowHash {
    private RowHash() {}

    /** The hash of all that an example holds. */
    static long of(long seed, Example example) {
        byte[] bytes = new byte[8 * example.features().length + 4 * (example.targets().length + 1)];
        int at = putFeatures(example, bytes);
        for (float target : example.targets()) {
            at = put(target, bytes, at);
        }
        at = put(example.weight(), bytes, at);
        return mixed(seed, bytes, at);
    }

    /** The hash of an example's features alone. */
    static long ofFeatures(long seed, Example example) {
        byte[] bytes = new byte[8 * example.features().length];
        return mixed(seed, bytes, putFeatures(example, bytes));
    }

    private static long mixed(long seed, byte[] bytes, int length) {
        long[] hash = MurmurHash3.hash128x64(bytes, 0, length, 0);
        return Philox.mix(Philox.mix(seed, hash[0]), hash[1]);
    }

    private static int putFeatures(Example example, byte[] to) {
        float[] features = example.features();
        int[] indices = example.indices();
        int at = 0;
        for (int k = 0; k < features.length; k++) {
            if (features[k] != 0) {
                at = put(indices == null ? k : indices[k], to, at);
                at = put(features[k], to, at);
            }
        }
        return at;
    }

    private static int put(float number, byte[] to, int at) {
        return put(Float.floatToIntBits(number + 0f), to, at);
    }

    private static int put(int bits, byte[] to, int at) {
        to[at] = (byte) bits;
        to[at + 1] = (byte) (bits >>> 8);
        to[at + 2] = (byte) (bits >>> 16);
        to[at + 3] = (byte) (bits >>> 24);
        return at + 4;
    }
}
