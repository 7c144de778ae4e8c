package org.thalweg.autodiff;

/**
 * Limits the factors of the chain rule to finite numbers, so that 0 · ∞ is 0 and not NaN. A value that does not contribute to
 * the result has no gradient, however steep it is.
 */
final class Bounds {
    private Bounds() {}

    /** d, or the greatest finite number of its sign where d is infinite; NaN for NaN. */
    static float bounded(float d) {
        return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, d));
    }

    /** d, or the greatest finite number of its sign where d is infinite; NaN for NaN. */
    static double bounded(double d) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, d));
    }

    /** 1 above 0, 0 at 0, −1 below, NaN for NaN: by a product that passes 1 for the smallest float, without a branch. */
    static float sign(float d) {
        return Math.max(-1f, Math.min(1f, d * 0x1p100f * 0x1p100f));
    }

    /** 1 above 0, else 0; NaN for NaN. */
    static float step(float d) {
        return Math.max(0f, Math.min(1f, d * 0x1p100f * 0x1p100f));
    }

    /** 1 above 0, else 0; NaN for NaN. */
    static double step(double d) {
        return Double.isNaN(d) ? d : d > 0 ? 1 : 0;
    }
}
