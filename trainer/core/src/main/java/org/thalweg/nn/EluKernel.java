package org.thalweg.nn;

import org.thalweg.math.Elementary;

/** λ z where z is above 0, else λ α (eᶻ − 1): {@link Elu}, and with a λ {@link Selu}. */
final class EluKernel extends ScratchKernel {
    private final float lambda;
    private final float lambdaAlpha;

    EluKernel(Activation activation, int numbers, float lambda, float lambdaAlpha) {
        super(activation, numbers);
        this.lambda = lambda;
        this.lambdaAlpha = lambdaAlpha;
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            a[i] = Math.min(0f, z[i]);
        }
        Elementary.expInto(a, length, scratch, a);
        for (int i = 0; i < length; i++) {
            a[i] = lambda * Math.max(0f, z[i]) + lambdaAlpha * (a[i] - 1);
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        for (int i = 0; i < length; i++) {
            float positive = Activation.isPositive(a[i]);
            delta[i] *= lambda * positive + (1 - positive) * (a[i] + lambdaAlpha);
        }
    }
}
