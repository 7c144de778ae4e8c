package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * f(z) = eᶻ, f′ = a: the output of a rate or a count, above 0. Relative error of f: 3e-7.
 */
public record Exponential() implements Activation {
    static final Choice<Activation> CHOICE =
            Choice.<Activation>of(new Exponential()).means("eᶻ, for outputs that are rates or counts.");

    @Override
    public String name() {
        return "exponential";
    }

    @Override
    public double greatestSlope() {
        return 1;
    }

    @Override
    public Kernel kernel(int numbers) {
        return new ScratchKernel(this, numbers) {
            @Override
            public void forwardInto(float[] z, float[] a, int rows, int columns) {
                Elementary.expInto(z, rows * columns, scratch, a);
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    delta[i] *= a[i];
                }
            }
        };
    }
}
