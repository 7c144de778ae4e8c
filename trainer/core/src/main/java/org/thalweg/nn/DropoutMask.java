package org.thalweg.nn;

import org.thalweg.math.Philox;

/** One layer's {@linkplain Dropout dropout} in one worker's passes, with its scratch memory; not thread-safe. */
final class DropoutMask {
    private static final int HALF = 0xFFFF;

    private final int layer;
    private final int units;
    private final int threshold; // p · 2¹⁶: a unit is dropped if its 16 random bits are below
    private final int factorBits; // of 1 / (1 − p)
    private final int[] randomBits; // random bits for one row, two units per int
    private final float[] factors; // [maxRows × units]: 0 or 1 / (1 − p)
    private final float[] dropped; // [maxRows × units]

    /** @param threshold p · 2¹⁶, above 0 */
    DropoutMask(int layer, int threshold, int maxRows, int units) {
        this.layer = layer;
        this.units = units;
        this.threshold = threshold;
        factorBits = Float.floatToRawIntBits((float) Dropout.SCALE / (Dropout.SCALE - threshold));
        randomBits = new int[4 * blocks(units)];
        factors = new float[maxRows * units];
        dropped = new float[maxRows * units];
    }

    /** The number of Philox blocks, of four ints each, that a row needs. */
    private static int blocks(int units) {
        return (units + 7) / 8;
    }

    /** The result of {@link #forward}. */
    float[] dropped() {
        return dropped;
    }

    /**
     * Computes a ∘ factors into {@link #dropped()}.
     *
     * @param a [rows × units], not changed, since f′ may be computed from it
     * @param rowKeys [rows]
     */
    void forward(float[] a, int rows, long[] rowKeys) {
        for (int r = 0; r < rows; r++) {
            Philox.fill(rowKeys[r], layer, blocks(units), randomBits);
            fillFactors(r * units);
        }
        int length = rows * units;
        for (int i = 0; i < length; i++) {
            dropped[i] = a[i] * factors[i];
        }
    }

    /** The lower half of int i decides about unit i, the upper half about unit i + half. */
    private void fillFactors(int at) {
        int half = (units + 1) / 2;
        for (int i = 0; i < half; i++) {
            factors[at + i] = factor(randomBits[i] & HALF);
        }
        for (int i = half; i < units; i++) {
            factors[at + i] = factor(randomBits[i - half] >>> 16);
        }
    }

    /** Without a branch, which would be unpredictable. */
    private float factor(int bits) {
        int isDropped = bits - threshold >> 31; // all ones, or 0
        return Float.intBitsToFloat(factorBits & ~isDropped);
    }

    /** Converts δ = ∂C/∂(a ∘ factors) to ∂C/∂a in place. */
    void backwardInPlace(float[] delta, int rows) {
        int length = rows * units;
        for (int i = 0; i < length; i++) {
            delta[i] *= factors[i];
        }
    }
}
