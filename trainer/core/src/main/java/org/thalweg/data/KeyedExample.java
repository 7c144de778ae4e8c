package org.thalweg.data;

import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;
import org.thalweg.math.Philox;

/**
 * An example with its row key, a 64-bit hash of (seed, the example's content): MurmurHash3 of the numbers' bits, mixed
 * with the seed. Of the features those that are not 0 are hashed, each behind its index: a row has one key, whether it is
 * dense or sparse.
 *
 * <p>The order of keyed examples is by key (unsigned), then by content, so that it is one and the same for any order of
 * arrival; examples that compare as equal are interchangeable.
 *
 * @param key decides the example's lane, its place there, and whether it is held out
 */
public record KeyedExample(long key, Example example) implements Comparable<KeyedExample> {
    private static final long HELD_OUT = 0x48454C444F555431L;

    /** The example under the key that a seed gives it. −0 counts as 0. */
    public static KeyedExample of(long seed, Example example) {
        byte[] bytes = new byte[8 * example.features().length + 4 * (example.targets().length + 1)];
        int at = putFeatures(example, bytes);
        at = put(example.targets(), bytes, at);
        at = put(example.weight(), bytes, at);
        long[] hash = MurmurHash3.hash128x64(bytes, 0, at, 0);
        return new KeyedExample(Philox.mix(Philox.mix(seed, hash[0]), hash[1]), example);
    }

    /**
     * Whether the example is held out of training, for validation.
     *
     * @param share of all examples, [0, 1)
     */
    public boolean isHeldOut(double share) {
        return (Philox.mix(HELD_OUT, key) >>> 11) * 0x1p-53 < share;
    }

    @Override
    public int compareTo(KeyedExample that) {
        int order = Long.compareUnsigned(key, that.key);
        if (order == 0) {
            order = Arrays.compare(example.indices(), that.example.indices());
        }
        if (order == 0) {
            order = Arrays.compare(example.features(), that.example.features());
        }
        if (order == 0) {
            order = Arrays.compare(example.targets(), that.example.targets());
        }
        return order == 0 ? Float.compare(example.weight(), that.example.weight()) : order;
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

    private static int put(float[] numbers, byte[] to, int at) {
        for (float number : numbers) {
            at = put(number, to, at);
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
