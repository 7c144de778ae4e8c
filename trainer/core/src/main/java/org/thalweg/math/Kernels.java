package org.thalweg.math;

import java.util.Objects;

/**
 * Loops over {@code float[]} that every step of training runs.
 *
 * <p>Each public method checks its ranges once. The inner loops are plain, so that the JIT compiler vectorises them.
 * Sums are accumulated in double in one fixed order: index i goes to accumulator i mod 4, and the four are added as
 * (s0 + s1) + (s2 + s3), then the last one to three elements in order.
 */
public final class Kernels {
    private Kernels() {}

    /**
     * to[i] += from[i] for i of [begin, end).
     *
     * @throws IndexOutOfBoundsException if the range is not inside both arrays
     */
    public static void addInPlace(float[] to, float[] from, int begin, int end) {
        Objects.checkFromToIndex(begin, end, Math.min(to.length, from.length));
        for (int i = begin; i < end; i++) {
            to[i] += from[i];
        }
    }

    /** a[i] *= factor for every i. */
    public static void scaleInPlace(float[] a, float factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    /** a[i] *= factor for i of [begin, end). */
    public static void scaleInPlace(float[] a, float factor, int begin, int end) {
        for (int i = begin; i < end; i++) {
            a[i] *= factor;
        }
    }

    /**
     * to[offset + i] += factor · from[offset + i] for i of [0, length).
     *
     * @throws IndexOutOfBoundsException if the range is not inside both arrays
     */
    public static void addScaledInPlace(float[] to, float factor, float[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, Math.min(to.length, from.length));
        for (int i = offset; i < offset + length; i++) {
            to[i] += factor * from[i];
        }
    }

    /**
     * Σ a[offset + i]² for i of [0, length), in double.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static double sumOfSquares(float[] a, int offset, int length) {
        return dot(a, a, offset, length);
    }

    /**
     * Σ a[offset + i] · b[offset + i] for i of [0, length), in double.
     *
     * @throws IndexOutOfBoundsException if the range is not inside both arrays
     */
    public static double dot(float[] a, float[] b, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, Math.min(a.length, b.length));
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = offset + length;
        int i = offset;
        for (; i + 3 < end; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        double tail = 0;
        for (; i < end; i++) {
            tail += (double) a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3) + tail;
    }

    /**
     * Σ |a[offset + i]| for i of [0, length), in double.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static double sumOfMagnitudes(float[] a, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, a.length);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = offset + length;
        int i = offset;
        for (; i + 3 < end; i += 4) {
            s0 += Math.abs(a[i]);
            s1 += Math.abs(a[i + 1]);
            s2 += Math.abs(a[i + 2]);
            s3 += Math.abs(a[i + 3]);
        }
        double tail = 0;
        for (; i < end; i++) {
            tail += Math.abs(a[i]);
        }
        return s0 + s1 + (s2 + s3) + tail;
    }

    /**
     * The index of the first number that is NaN or infinite, or −1.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static int firstNonFinite(float[] a, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, a.length);
        for (int i = offset; i < offset + length; i++) {
            if (!Float.isFinite(a[i])) {
                return i;
            }
        }
        return -1;
    }
}
