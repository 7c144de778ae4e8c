package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * The sigmoid linear unit, also called swish: f(z) = z σ(z), f′ = σ (1 + z (1 − σ)). Error of σ: 2.3e-7.
 *
 * <p>Source: Elfwing, Uchibe and Doya 2018, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning".
 */
public record Silu() implements Activation {
    static final Choice<Activation> CHOICE =
            Choice.<Activation>of(new Silu()).means("Sigmoid linear unit, or swish: z σ(z).");

    private static final double GREATEST_SLOPE = 1.0998; // at 2.3994

    @Override
    public String name() {
        return "silu";
    }

    @Override
    public double greatestSlope() {
        return GREATEST_SLOPE;
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
                    a[i] = z[i] * Elementary.sigmoid(z[i]);
                }
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    scratch[i] = Elementary.sigmoid(z[i]);
                }
                for (int i = 0; i < length; i++) {
                    delta[i] *= scratch[i] * (1 + z[i] * (1 - scratch[i]));
                }
            }
        };
    }
}
