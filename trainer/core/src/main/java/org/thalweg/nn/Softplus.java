package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * The soft rectifier: f(z) = ln(1 + eᶻ), f′ = σ(z). Relative error of f: 5e-7.
 *
 * <p>Source: Dugas et al. 2001, "Incorporating second-order functional knowledge for better option pricing".
 */
public record Softplus() implements Activation {
    static final Choice<Activation> CHOICE =
            Choice.<Activation>of(new Softplus()).means("Smooth rectifier: ln(1 + eᶻ).");

    @Override
    public String name() {
        return "softplus";
    }

    @Override
    public double greatestSlope() {
        return 1;
    }

    @Override
    public boolean needsZ() {
        return true;
    }

    @Override
    public Kernel kernel(int numbers) {
        return new ScratchKernel(this, numbers) {
            @Override
            public void forwardInto(float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    a[i] = -Math.abs(z[i]);
                }
                Elementary.expInto(a, length, scratch, a);
                for (int i = 0; i < length; i++) {
                    a[i] /= 2 + a[i];
                }
                for (int i = 0; i < length; i++) {
                    a[i] = Math.max(0f, z[i]) + twiceArtanh(a[i]);
                }
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    delta[i] *= Elementary.sigmoid(z[i]);
                }
            }
        };
    }

    /** ln(1 + t) = 2 artanh s with s = t / (2 + t), by its series: s is at most ⅓. */
    private static float twiceArtanh(float s) {
        float q = s * s;
        float sum =
                ((((((q * (1f / 15) + 1f / 13) * q + 1f / 11) * q + 1f / 9) * q + 1f / 7) * q + 0.2f) * q + 1f / 3) * q
                        + 1;
        return 2 * s * sum;
    }
}
