package org.thalweg.nn;

import org.thalweg.settings.Choice;

/**
 * The unit step: f(z) = 0 where z &lt; 0, else 1. Its derivative is 0 almost everywhere, so it is trained with the
 * straight-through estimator, which uses f′ = 1 for |z| ≤ 1, otherwise 0.
 *
 * <p>The gradient of a network with unit steps is therefore not the gradient of its loss. Source: Bengio, Léonard and
 * Courville 2013, "Estimating or propagating gradients through stochastic neurons for conditional computation"; the
 * saturated form of Hubara et al. 2016, "Binarized neural networks", eq. 4.
 */
public record UnitStep() implements PlainActivation {
    static final Choice<Activation> CHOICE = Choice.<Activation>of(new UnitStep())
            .means("0 below 0, else 1. Its gradient is 0, so training uses a substitute (straight-through"
                    + " estimator).");

    @Override
    public String name() {
        return "unitStep";
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
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            a[i] = 1 - Activation.isPositive(-z[i]);
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            delta[i] *= 1 - Activation.isPositive(Math.abs(z[i]) - 1);
        }
    }
}
