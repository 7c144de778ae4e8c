package org.thalweg.nn;

import org.thalweg.settings.Choice;

/**
 * The rectified linear unit: f(z) = max(0, z); f′ = 1 where z &gt; 0, else 0 (also at 0).
 *
 * <p>Source: Nair and Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
 */
public record Relu() implements PlainActivation {
    static final Choice<Activation> CHOICE =
            Choice.<Activation>of(new Relu()).means("Rectified linear unit: max(0, z).");

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public double greatestSlope() {
        return 1;
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            a[i] = Math.max(0f, z[i]);
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            delta[i] *= Activation.isPositive(a[i]);
        }
    }
}
