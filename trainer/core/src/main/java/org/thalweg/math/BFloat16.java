package org.thalweg.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Objects;

/**
 * The bfloat16 format: the upper 16 bits of a float, with its sign, its exponent and 7 bits of mantissa.
 *
 * <p>A float is rounded to the nearest bfloat16, ties to even. A value nearer to 2¹²⁸ than to the greatest bfloat16,
 * 3.39·10³⁸, becomes infinite. Infinities and the sign of 0 are preserved. NaN becomes a quiet NaN.
 *
 * <p>The JIT compiler of JDK 17 does not vectorise loops that read a float's bits, but it does vectorise loops over ints. The
 * bits are therefore copied to ints, in pieces that fit into the L1 cache.
 */
public final class BFloat16 {
    /** Bytes of a number. */
    public static final int BYTES = Short.BYTES;

    private static final int PIECE = 1024;
    private static final int UPPER = 0xFFFF0000;
    private static final int MAGNITUDE = 0x7FFFFFFF;
    private static final int INFINITY = 0x7F800000;
    private static final int QUIET = 0x00400000;

    private BFloat16() {}

    /**
     * a[i] = a[i], rounded, for i of [begin, end).
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static void roundInPlace(float[] a, int begin, int end) {
        Objects.checkFromToIndex(begin, end, a.length);
        Bits bits = new Bits(end - begin);
        for (int at = begin; at < end; at += PIECE) {
            bits.roundInPlace(a, at, Math.min(PIECE, end - at));
        }
    }

    /**
     * to[i] = to[i] + from[i], added as floats and then rounded, for i of [begin, end).
     *
     * @throws IndexOutOfBoundsException if the range is not inside both arrays
     */
    public static void addInPlace(float[] to, float[] from, int begin, int end) {
        Objects.checkFromToIndex(begin, end, Math.min(to.length, from.length));
        Bits bits = new Bits(end - begin);
        for (int at = begin; at < end; at += PIECE) {
            int count = Math.min(PIECE, end - at);
            Kernels.addInPlace(to, from, at, at + count);
            bits.roundInPlace(to, at, count);
        }
    }

    /**
     * Writes numbers as 2 bytes each, little endian, to the start of an array. Numbers that are not bfloat16 are truncated.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the numbers, or there are too few bytes
     */
    public static void encode(float[] from, int offset, int length, byte[] to) {
        Objects.checkFromIndexSize(offset, length, from.length);
        Objects.checkFromIndexSize(0, BYTES * length, to.length);
        var numbers = ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] piece = new short[Math.min(PIECE, length)];
        for (int at = 0; at < length; at += PIECE) {
            int count = Math.min(PIECE, length - at);
            for (int i = 0; i < count; i++) {
                piece[i] = (short) (Float.floatToRawIntBits(from[offset + at + i]) >>> 16);
            }
            numbers.put(piece, 0, count);
        }
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the numbers, or there are too few bytes
     */
    public static void decode(byte[] from, float[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        Objects.checkFromIndexSize(0, BYTES * length, from.length);
        var numbers = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] piece = new short[Math.min(PIECE, length)];
        for (int at = 0; at < length; at += PIECE) {
            int count = Math.min(PIECE, length - at);
            numbers.get(piece, 0, count);
            for (int i = 0; i < count; i++) {
                to[offset + at + i] = Float.intBitsToFloat(piece[i] << 16);
            }
        }
    }

    /** Rounds a piece at a time. */
    private static final class Bits {
        private final int[] bits;
        private final FloatBuffer asFloats;
        private final IntBuffer asInts; // the same memory

        Bits(int length) {
            bits = new int[Math.min(PIECE, length)];
            ByteBuffer memory = ByteBuffer.allocate(Integer.BYTES * bits.length).order(ByteOrder.nativeOrder());
            asFloats = memory.asFloatBuffer();
            asInts = memory.asIntBuffer();
        }

        void roundInPlace(float[] a, int at, int count) {
            asFloats.clear().put(a, at, count);
            asInts.clear().get(bits, 0, count);
            round(bits, count);
            asInts.clear().put(bits, 0, count);
            asFloats.clear().get(a, at, count);
        }

        private static void round(int[] bits, int count) {
            for (int i = 0; i < count; i++) {
                int x = bits[i];
                int nan = INFINITY - (x & MAGNITUDE) >> 31; // all ones, or 0
                int nearest = x + 0x7FFF + (x >>> 16 & 1);
                bits[i] = (nearest & ~nan | (x | QUIET) & nan) & UPPER;
            }
        }
    }
}
