package org.thalweg.math;

import java.util.Objects;

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
    private static final int DOUBLE_FRACTION_BITS = 52;
    private static final long BITS_OF_DOUBLE_SQRT_HALF = 0x3FE6A09E667F3BCDL;

    // eˣ for floats: e^r ≈ 1 + r + r² p(r), |r| ≤ ln 2, minimax in the relative error (1.5e-8 before rounding).
    private static final float EXP_LEAST = -104; // e^−104 rounds to 0
    private static final float EXP_MOST = 89; // e^89 is over every float
    private static final float INVERSE_LN4 = 0.72134752f;
    private static final float LN4_HIGH = 0x1.62ep0f; // 12 bits: times a whole number of up to 75 it is exact
    private static final float LN4_LOW = 6.389237e-05f;
    private static final float E2 = 0.50000036f;
    private static final float E3 = 0.16666614f;
    private static final float E4 = 0.04166127f;
    private static final float E5 = 0.0083361035f;
    private static final float E6 = 0.0014104471f;
    private static final float E7 = 0.00019611599f;
    private static final float FLOAT_ROUNDER = 0x1.8p23f;
    private static final int FRACTION_BITS = 23;
    private static final int BITS_OF_ONE = 0x3F800000;
    private static final int BITS_OF_MIN_NORMAL = 0x00800000;
    private static final int BITS_OF_INFINITY = 0x7F800000;

    // ln x for floats: ln(1 + f) ≈ f − f²/2 + f³ p(f), √½ ≤ 1 + f < √2, minimax in the relative error (6e-9).
    private static final int BITS_OF_SQRT_HALF = 0x3F3504F3;
    private static final float FLOAT_LN2_HIGH = 0x1.62e4p-1f; // 15 bits: times a whole number of up to 149 it is exact
    private static final float FLOAT_LN2_LOW = 1.4286068e-06f;
    private static final float L3 = 0.3333333f;
    private static final float L4 = -0.25000823f;
    private static final float L5 = 0.20001225f;
    private static final float L6 = -0.16623293f;
    private static final float L7 = 0.14201736f;
    private static final float L8 = -0.13160844f;
    private static final float L9 = 0.12762074f;
    private static final float L10 = -0.076332785f;

    // erf x ≈ x p(x²) / q(x²) on [−4, 4]: the coefficients that Eigen and XLA use (XLA, math.cc, ErfImpl32).
    private static final float ERF_CLAMP = 4;
    private static final float ERF_P1 = -1.60960333262415e-02f;
    private static final float ERF_P3 = -2.95459980854025e-03f;
    private static final float ERF_P5 = -7.34990630326855e-04f;
    private static final float ERF_P7 = -5.69250639462346e-05f;
    private static final float ERF_P9 = -2.10102402082508e-06f;
    private static final float ERF_P11 = 2.77068142495902e-08f;
    private static final float ERF_P13 = -2.72614225801306e-10f;
    private static final float ERF_Q0 = -1.42647390514189e-02f;
    private static final float ERF_Q2 = -7.37332916720468e-03f;
    private static final float ERF_Q4 = -1.68282697438203e-03f;
    private static final float ERF_Q6 = -2.13374055278905e-04f;
    private static final float ERF_Q8 = -1.45660718464996e-05f;

    private Elementary() {}

    /** tanh x, error at most 4e-7; NaN for NaN. */
    public static float tanh(float x) {
        float c = Math.max(-TANH_CLAMP, Math.min(TANH_CLAMP, x));
        float s = c * c;
        float p = c * ((((((P13 * s + P11) * s + P9) * s + P7) * s + P5) * s + P3) * s + P1);
        float q = ((Q6 * s + Q4) * s + Q2) * s + Q0;
        return p / q;
    }

    /** The error function erf x = 2/√π ∫₀ˣ e^(−t²) dt, error at most 6e-7; NaN for NaN. */
    public static float erf(float x) {
        float c = Math.max(-ERF_CLAMP, Math.min(ERF_CLAMP, x));
        float s = c * c;
        float p =
                c * ((((((ERF_P13 * s + ERF_P11) * s + ERF_P9) * s + ERF_P7) * s + ERF_P5) * s + ERF_P3) * s + ERF_P1);
        float q = (((ERF_Q8 * s + ERF_Q6) * s + ERF_Q4) * s + ERF_Q2) * s + ERF_Q0;
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

    /**
     * ln x, relative error at most 1e-15 where x is normal and not next to 1, an absolute one of 1e-16 there; elsewhere that
     * of {@link StrictMath#log}.
     *
     * <p>x = 2ᵏ m with √½ ≤ m &lt; √2, and ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) of s = (m − 1) / (m + 1), |s| ≤ 0.172.
     */
    public static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        long k = bits - BITS_OF_DOUBLE_SQRT_HALF >> DOUBLE_FRACTION_BITS;
        double m = Double.longBitsToDouble(bits - (k << DOUBLE_FRACTION_BITS));
        double s = (m - 1) / (m + 1);
        double t = s * s;
        double p = 1.0 / 23;
        p = p * t + 1.0 / 21;
        p = p * t + 1.0 / 19;
        p = p * t + 1.0 / 17;
        p = p * t + 1.0 / 15;
        p = p * t + 1.0 / 13;
        p = p * t + 1.0 / 11;
        p = p * t + 1.0 / 9;
        p = p * t + 1.0 / 7;
        p = p * t + 1.0 / 5;
        p = p * t + 1.0 / 3;
        return k * LN2_HIGH + (k * LN2_LOW + (2 * s * t * p + 2 * s));
    }

    /** ln(1 + eˣ) without overflow: max(x, 0) + ln(1 + e^−|x|). */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(exp(-Math.abs(x)));
    }

    /**
     * into[i] = e^x[i] for i of [0, length), relative error at most 1.7e-7 (below 2⁻¹²⁶ an absolute one of 2⁻¹⁴⁹); 0 from
     * −104 down, infinity from 88.73 up, NaN for NaN.
     *
     * <p>x = 2 m ln 2 + r with |r| ≤ ln 2, so that eˣ = e^r · 2ᵐ · 2ᵐ, where 2ᵐ is a float for every m. The first loop
     * is vectorised; the second turns m into 2ᵐ, which JDK 17 does number by number, by a shift.
     *
     * @param scratch overwritten; neither x nor into, which may be one array
     * @throws IndexOutOfBoundsException if the range is not inside each array
     */
    public static void expInto(float[] x, int length, float[] scratch, float[] into) {
        requireInside(x, length, scratch, into);
        for (int i = 0; i < length; i++) {
            float c = Math.max(EXP_LEAST, Math.min(EXP_MOST, x[i]));
            float rounded = c * INVERSE_LN4 + FLOAT_ROUNDER; // m stands in its lowest bits
            float m = rounded - FLOAT_ROUNDER;
            float r = c - m * LN4_HIGH - m * LN4_LOW;
            float p = ((((E7 * r + E6) * r + E5) * r + E4) * r + E3) * r + E2;
            scratch[i] = rounded;
            into[i] = p * r * r + r + 1;
        }
        for (int i = 0; i < length; i++) {
            int bits = (Float.floatToRawIntBits(scratch[i]) << FRACTION_BITS) + BITS_OF_ONE;
            float power = Float.intBitsToFloat(bits);
            into[i] = into[i] * power * power;
        }
    }

    /**
     * into[i] = ln x[i], the natural logarithm, for i of [0, length), relative error at most 1e-7; −infinity for 0 and −0,
     * infinity for infinity, NaN below 0 and for NaN; subnormal numbers have theirs.
     *
     * <p>x = 2ᵏ (1 + f) with √½ ≤ 1 + f &lt; √2, so that ln x = k ln 2 + ln(1 + f). The first loop takes x apart, number by
     * number; the second is vectorised.
     *
     * @param scratch overwritten; neither x nor into, which may be one array
     * @throws IndexOutOfBoundsException if the range is not inside each array
     */
    public static void logInto(float[] x, int length, float[] scratch, float[] into) {
        requireInside(x, length, scratch, into);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            if (bits >= BITS_OF_MIN_NORMAL && bits < BITS_OF_INFINITY) {
                int k = bits - BITS_OF_SQRT_HALF >> FRACTION_BITS;
                scratch[i] = k;
                into[i] = Float.intBitsToFloat(bits - (k << FRACTION_BITS));
            } else {
                takeApart(x[i], i, scratch, into);
            }
        }
        for (int i = 0; i < length; i++) {
            float f = into[i] - 1;
            float k = scratch[i];
            float p = ((((((L10 * f + L9) * f + L8) * f + L7) * f + L6) * f + L5) * f + L4) * f + L3;
            float s = f * f;
            into[i] = p * f * s - 0.5f * s + k * FLOAT_LN2_LOW + f + k * FLOAT_LN2_HIGH;
        }
    }

    /** Subnormal numbers, and special cases: 0, infinities, negative numbers, NaN. */
    private static void takeApart(float a, int i, float[] exponents, float[] fractions) {
        if (a > 0 && a < Float.MIN_NORMAL) {
            int bits = Float.floatToRawIntBits(a * 0x1p24f);
            int k = bits - BITS_OF_SQRT_HALF >> FRACTION_BITS;
            exponents[i] = k - 24;
            fractions[i] = Float.intBitsToFloat(bits - (k << FRACTION_BITS));
        } else {
            exponents[i] = a == 0 ? Float.NEGATIVE_INFINITY : a > 0 ? a : Float.NaN;
            fractions[i] = 1;
        }
    }

    private static void requireInside(float[] x, int length, float[] scratch, float[] into) {
        Objects.checkFromIndexSize(0, length, Math.min(x.length, Math.min(scratch.length, into.length)));
    }
}
