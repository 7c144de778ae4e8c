package org.thalweg.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.thalweg.math.BFloat16;
import org.thalweg.math.Kernels;
import org.thalweg.settings.Labelled;

/**
 * The precision to which gradients are rounded: each lane's gradient, and every sum of two in the tree. The rounding does
 * not depend on where they are added, so sending a gradient loses nothing.
 */
public enum GradientPrecision implements Labelled {
    /** No rounding: 32 bits, as computed. */
    FLOAT32,
    /** {@linkplain BFloat16 16 bits}, rounded after each computation or addition in 32 bits. */
    BFLOAT16;

    /** The bytes per number in messages. */
    public int bytes() {
        return this == FLOAT32 ? Float.BYTES : BFloat16.BYTES;
    }

    /**
     * Writes numbers of this precision, little endian, to the start of an array.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the numbers, or there are too few bytes
     */
    public void encode(float[] from, int offset, int length, byte[] to) {
        if (this == BFLOAT16) {
            BFloat16.encode(from, offset, length, to);
        } else {
            floats(to, length).put(from, offset, length);
        }
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the numbers, or there are too few bytes
     */
    public void decode(byte[] from, float[] to, int offset, int length) {
        if (this == BFLOAT16) {
            BFloat16.decode(from, to, offset, length);
        } else {
            floats(from, length).get(to, offset, length);
        }
    }

    private static FloatBuffer floats(byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, Float.BYTES * length, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** Rounds all numbers of a lane's gradient. */
    void roundInPlace(float[] gradient) {
        if (this == BFLOAT16) {
            BFloat16.roundInPlace(gradient, 0, gradient.length);
        }
    }

    /** to[i] = to[i] + from[i], rounded, for i of [begin, end). */
    void addInPlace(float[] to, float[] from, int begin, int end) {
        if (this == BFLOAT16) {
            BFloat16.addInPlace(to, from, begin, end);
        } else {
            Kernels.addInPlace(to, from, begin, end);
        }
    }
}
