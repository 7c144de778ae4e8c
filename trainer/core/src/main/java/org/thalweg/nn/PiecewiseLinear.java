package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * 0 up to xMin, 1 from xMax on, and a straight line between: f(z) = m z + b with m = 1 / (xMax − xMin), b = −m xMin;
 * f′ = m between, else 0 (also at both ends). Computed as m (z − xMin), clamped.
 *
 * @param xMin finite
 * @param xMax finite, above xMin
 */
public record PiecewiseLinear(double xMin, double xMax) implements PlainActivation {
    static final Setting X_MIN = Setting.any("xMin", -1).means("The function is 0 for z up to this value.");

    static final Setting X_MAX = Setting.any("xMax", 1).means("The function is 1 for z from this value on.");

    static final Choice<Activation> CHOICE = new Choice<Activation>(
                    "piecewiseLinear", List.of(X_MIN, X_MAX), of -> new PiecewiseLinear(of[0], of[1]))
            .means("0 up to xMin, 1 from xMax on, and a straight line in between.");

    /** Checks the ranges and the order. */
    public PiecewiseLinear {
        xMin = X_MIN.require(xMin);
        xMax = X_MAX.require(xMax);
        if (!(xMin < xMax) || (float) xMin == (float) xMax) {
            throw new IllegalArgumentException("piecewiseLinear: expected xMin below xMax, found " + Setting.text(xMin)
                    + " and " + Setting.text(xMax));
        }
    }

    @Override
    public String name() {
        return "piecewiseLinear";
    }

    @Override
    public double greatestSlope() {
        return slope();
    }

    @Override
    public double[] settings() {
        return new double[] {xMin, xMax};
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float from = (float) xMin;
        float m = slope();
        for (int i = 0; i < length; i++) {
            a[i] = Math.max(0f, Math.min(1f, m * (z[i] - from)));
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float m = slope();
        for (int i = 0; i < length; i++) {
            delta[i] *= m * Activation.isPositive(a[i]) * Activation.isPositive(1 - a[i]);
        }
    }

    private float slope() {
        return (float) (1 / (xMax - xMin));
    }
}
