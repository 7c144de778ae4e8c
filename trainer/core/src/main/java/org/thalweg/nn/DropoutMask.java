package org.thalweg.nn;

import org.thalweg.math.Philox;

/** One layer's {@linkplain Dropout dropout} in one worker's passes, with the memory for it; not thread-safe. */
final class DropoutMask {
    private static final int HALF = 0xFFFF;

    private final int layer;
    private final int units;
    private final int threshold; // p · 2¹⁶: a unit is dropped where its 16 random bits are below
    private final int factorBits; // of 1 / (1 − p)
    private final int[] words; // random bits of one row, those of two units in each
    private final float[] factors; // [maxRows × units]: 0 or 1 / (1 − p)
    private final float[] dropped; // [maxRows × units]

    /** @param threshold p · 2¹⁶, above 0 */
    DropoutMask(int layer, int threshold, int maxRows, int units) {
        this.layer = layer;
        this.units = units;
        this.threshold = threshold;
        factorBits = Float.floatToRawIntBits((float) Dropout.SCALE / (Dropout.SCALE - threshold));
        words = new int[4 * blocks(units)];
        factors = new float[maxRows * units];
        dropped = new float[maxRows * units];
    }

    /** Philox's blocks of four words that a row needs. */
    private static int blocks(int units) {
        return (units + 7) / 8;
    }

    /** What {@link #forward} left. */
    float[] dropped() {
        return dropped;
    }

    /**
     * Leaves a ∘ factors in {@link #dropped()}.
     *
     * @param a [rows × units], not changed: f′ may be told from it
     * @param rowKeys [rows]
     */
    void forward(float[] a, int rows, long[] rowKeys) {
        for (int r = 0; r < rows; r++) {
            Philox.fill(rowKeys[r], layer, blocks(units), words);
            fillFactors(r * units);
        }
        int length = rows * units;
        for (int i = 0; i < length; i++) {
            dropped[i] = a[i] * factors[i];
        }
    }

    /** Word i decides of unit i by its lower half, and of unit i + half by its upper one. */
    private void fillFactors(int at) {
        int half = (units + 1) / 2;
        for (int i = 0; i < half; i++) {
            factors[at + i] = factor(words[i] & HALF);
        }
        for (int i = half; i < units; i++) {
            factors[at + i] = factor(words[i - half] >>> 16);
        }
    }

    /** Without a branch, which no processor could predict. */
    private float factor(int bits) {
        int isDropped = bits - threshold >> 31; // all ones, or 0
        return Float.intBitsToFloat(factorBits & ~isDropped);
    }

    /** Takes δ = ∂C/∂(a ∘ factors) back to ∂C/∂a. */
    void backwardInPlace(float[] delta, int rows) {
        int length = rows * units;
        for (int i = 0; i < length; i++) {
            delta[i] *= factors[i];
        }
    }
}
