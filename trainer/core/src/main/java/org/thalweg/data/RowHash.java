package org.thalweg.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.commons.codec.digest.MurmurHash3;
import org.thalweg.math.Philox;

/**
 * Hashes of rows for a seed: MurmurHash3 of the numbers' bits, mixed with the seed. Only features that are not zero are
 * hashed, each after its index, so that a row has the same hash whether it is dense or sparse. −0 counts as 0.
 *
 * <p>Has scratch memory; not thread-safe.
 */
final class RowHash {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int length;

    /** The hash of an example's features, targets and weight. */
    static long of(long seed, Example example) {
        return new RowHash().of(seed, RowView.of(example));
    }

    /** The hash of a row's features, targets and weight. */
    long of(long seed, RowView row) {
        begin(row);
        float[] targets = row.targets();
        for (int t = row.targetsFrom(); t < row.targetsFrom() + row.targetWidth(); t++) {
            put(targets[t]);
        }
        put(row.weight());
        return mixed(seed);
    }

    /** The hash of a row's features only. */
    long ofFeatures(long seed, RowView row) {
        begin(row);
        return mixed(seed);
    }

    private long mixed(long seed) {
        long[] hash = MurmurHash3.hash128x64(bytes, 0, length, 0);
        return Philox.mix(Philox.mix(seed, hash[0]), hash[1]);
    }

    private void begin(RowView row) {
        int needed = 8 * (row.end() - row.from()) + 4 * (row.targetWidth() + 1);
        if (bytes.length < needed) {
            bytes = new byte[needed];
        }
        length = 0;
        float[] features = row.features();
        for (int k = row.from(); k < row.end(); k++) {
            if (features[k] != 0) {
                put(row.indexAt(k));
                put(features[k]);
            }
        }
    }

    private void put(float number) {
        put(Float.floatToIntBits(number + 0f));
    }

    private void put(int bits) {
        INTS.set(bytes, length, bits);
        length += 4;
    }
}
