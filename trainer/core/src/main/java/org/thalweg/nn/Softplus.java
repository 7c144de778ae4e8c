package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * The soft rectifier: f(z) = ln(1 + eᶻ), f′ = σ(z). Absolute error of f: 3e-7.
 *
 * <p>Source: Dugas et al. 2001, "Incorporating second-order functional knowledge for better option pricing".
 */
public record Softplus() implements Activation {
    static final Choice<Activation> CHOICE = Choice.of(new Softplus());

    @Override
    public String name() {
        return "softplus";
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
                    a[i] += 1;
                }
                Elementary.logInto(a, length, scratch, a);
                for (int i = 0; i < length; i++) {
                    a[i] += Math.max(0f, z[i]);
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
}
