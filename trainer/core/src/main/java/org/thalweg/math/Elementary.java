package org.thalweg.math;

/**
 * Elementary functions as plain arithmetic: the same bits on every JDK and processor, and loops that the JIT compiler
 * turns into vector instructions.
 *
 * <p>{@link Math#exp} and {@link Math#tanh} may differ between JDKs and processors and are not vectorised.
 */
public final class Elementary {
    // tanh x ≈ x p(x²) / q(x²) on [−7.9, 7.9]: the coefficients that Eigen and XLA use (Eigen, MathFunctionsImpl.h,
    // ptanh).
    private static final float TANH_CLAMP = 7.90531110763549805f;
    private static final float P1 = 4.89352455891786e-03f;
    private static final float P3 = 6.37261928875436e-04f;
    private static final float P5 = 1.48572235717979e-05f;
    private static final float P7 = 5.12229709037114e-08f;
    private static final float P9 = -8.60467152213735e-11f;
    private static final float P11 = 2.00018790482477e-13f;
    private static final float P13 = -2.76076847742355e-16f;
    private static final float Q0 = 4.89352518554385e-03f;
    private static final float Q2 = 2.26843463243900e-03f;
    private static final float Q4 = 1.18534705686654e-04f;
    private static final float Q6 = 1.19825839466702e-06f;

    private static final double INVERSE_LN2 = 1.4426950408889634;
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double ROUNDER = 0x1.8p52;

    private Elementary() {}

    /** tanh x, error at most 4e-7; NaN for NaN. */
    public static float tanh(float x) {
        float c = Math.max(-TANH_CLAMP, Math.min(TANH_CLAMP, x));
        float s = c * c;
        float p = c * ((((((P13 * s + P11) * s + P9) * s + P7) * s + P5) * s + P3) * s + P1);
        float q = ((Q6 * s + Q4) * s + Q2) * s + Q0;
        return p / q;
    }

    /** The logistic function 1 / (1 + e⁻ˣ) = ½ tanh(x/2) + ½, error at most 2.3e-7; NaN for NaN. */
    public static float sigmoid(float x) {
        return 0.5f * tanh(0.5f * x) + 0.5f;
    }

    /**
     * eˣ, relative error at most 1e-15 between −708 and 709; 0 below, infinity above, NaN for NaN.
     *
     * <p>x = k ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite), then the Taylor polynomial of degree 12 in r.
     */
    public static double exp(double x) {
        if (!(x >= -708)) {
            return x < -708 ? 0 : Double.NaN;
        }
        if (x > 709) {
            return Double.POSITIVE_INFINITY;
        }
        double k = x * INVERSE_LN2 + ROUNDER - ROUNDER;
        double r = x - k * LN2_HIGH - k * LN2_LOW;
        double p = 1.0 / 479001600;
        p = p * r + 1.0 / 39916800;
        p = p * r + 1.0 / 3628800;
        p = p * r + 1.0 / 362880;
        p = p * r + 1.0 / 40320;
        p = p * r + 1.0 / 5040;
        p = p * r + 1.0 / 720;
        p = p * r + 1.0 / 120;
        p = p * r + 1.0 / 24;
        p = p * r + 1.0 / 6;
        p = p * r + 0.5;
        p = p * r + 1;
        p = p * r + 1;
        return p * Double.longBitsToDouble((long) k + 1023 << 52);
    }

    /** ln(1 + eˣ) without overflow: max(x, 0) + ln(1 + e^−|x|). */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(exp(-Math.abs(x)));
    }
}
