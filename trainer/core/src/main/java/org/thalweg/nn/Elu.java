package org.thalweg.nn;

import java.util.List;
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
    static final Setting ALPHA =
            Setting.above("alpha", 0, 1).means("Value α: the function tends to −α for large negative z.");

    static final Choice<Activation> CHOICE = new Choice<Activation>("elu", List.of(ALPHA), of -> new Elu(of[0]))
            .means("Exponential linear unit: z above 0, else α (eᶻ − 1).");

    /** Checks the range. */
    public Elu {
        alpha = ALPHA.require(alpha);
    }

    @Override
    public String name() {
        return "elu";
    }

    @Override
    public double greatestSlope() {
        return Math.max(1, alpha);
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
        return new EluKernel(this, numbers, 1, (float) alpha);
    }
}
