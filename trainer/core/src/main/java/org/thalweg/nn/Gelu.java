package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * The Gaussian error linear unit: f(z) = z Φ(z), f′ = Φ(z) + z φ(z), where Φ(z) = ½ (1 + erf(z / √2)) and
 * φ(z) = e^(−z²/2) / √(2π). Not the approximation by tanh. Error of Φ: 3e-7.
 *
 * <p>Source: Hendrycks and Gimpel 2016, "Gaussian error linear units (GELUs)".
 */
public record Gelu() implements Activation {
    static final Choice<Activation> CHOICE = Choice.<Activation>of(new Gelu())
            .means("Gaussian error linear unit: z Φ(z), with the normal distribution function Φ.");

    private static final double GREATEST_SLOPE = 1.1289; // at √2

    private static final float INVERSE_ROOT_2 = (float) (1 / Math.sqrt(2));
    private static final float INVERSE_ROOT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));

    @Override
    public String name() {
        return "gelu";
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
        float[] density = new float[numbers];
        return new ScratchKernel(this, numbers) {
            @Override
            public void forwardInto(float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    a[i] = z[i] * (0.5f + 0.5f * Elementary.erf(z[i] * INVERSE_ROOT_2));
                }
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    density[i] = -0.5f * z[i] * z[i];
                }
                Elementary.expInto(density, length, scratch, density);
                for (int i = 0; i < length; i++) {
                    float cumulative = 0.5f + 0.5f * Elementary.erf(z[i] * INVERSE_ROOT_2);
                    delta[i] *= cumulative + z[i] * (INVERSE_ROOT_2_PI * density[i]);
                }
            }
        };
    }
}
