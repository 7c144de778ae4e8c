package org.thalweg.nn;

import java.util.List;
import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The exponential linear unit: f(z) = z where z &gt; 0, else α (eᶻ − 1); f′ = 1, or a + α (at 0 too). Absolute error of
 * f: 2e-7 α.
 *
 * <p>Source: Clevert, Unterthiner and Hochreiter 2016, "Fast and accurate deep network learning by exponential linear
 * units (ELUs)".
 *
 * @param alpha α, above 0
 */
public record Elu(double alpha) implements Activation {
    static final Choice<Activation> CHOICE =
            new Choice<>("elu", List.of(Setting.above("alpha", 0, 1)), of -> new Elu(of[0]));

    @Override
    public String name() {
        return "elu";
    }

    @Override
    public double[] settings() {
        return new double[] {alpha};
    }

    @Override
    public boolean needsZ() {
        return true;
    }

    @Override
    public Kernel kernel(int numbers) {
        float al = (float) alpha;
        return new ScratchKernel(this, numbers) {
            @Override
            public void forwardInto(float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    a[i] = Math.min(0f, z[i]);
                }
                Elementary.expInto(a, length, scratch, a);
                for (int i = 0; i < length; i++) {
                    a[i] = Math.max(0f, z[i]) + al * (a[i] - 1);
                }
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                for (int i = 0; i < length; i++) {
                    float positive = Activation.isPositive(a[i]);
                    delta[i] *= positive + (1 - positive) * (a[i] + al);
                }
            }
        };
    }
}
