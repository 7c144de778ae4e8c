package org.thalweg.nn;

import org.thalweg.settings.Choice;

/**
 * The scaled exponential linear unit: f(z) = λ z where z &gt; 0, else λ α (eᶻ − 1), with the λ and α that keep mean 0 and
 * variance 1 from layer to layer; f′ = λ, or a + λ α. Absolute error of f: 4e-7.
 *
 * <p>Source: Klambauer et al. 2017, "Self-normalizing neural networks", eq. 2 and 14.
 */
public record Selu() implements Activation {
    static final Choice<Activation> CHOICE = Choice.<Activation>of(new Selu())
            .means("Scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.");

    private static final float LAMBDA = 1.0507009873554805f;
    private static final float LAMBDA_ALPHA = (float) (1.0507009873554805 * 1.6732632423543772);

    @Override
    public String name() {
        return "selu";
    }

    @Override
    public double greatestSlope() {
        return LAMBDA_ALPHA;
    }

    @Override
    public boolean needsZ() {
        return true;
    }

    @Override
    public Kernel kernel(int numbers) {
        return new EluKernel(this, numbers, LAMBDA, LAMBDA_ALPHA);
    }
}
