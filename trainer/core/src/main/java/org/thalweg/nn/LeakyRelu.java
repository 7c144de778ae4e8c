package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The leaky rectified linear unit: f(z) = z where z &gt; 0, else s z; f′ = 1 or s (at 0 too).
 *
 * <p>Source: Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".
 *
 * @param slope s, 0 or more and below 1
 */
public record LeakyRelu(double slope) implements PlainActivation {
    static final Setting SLOPE = Setting.share("slope", 0.01).means("Slope for negative z.");

    static final Choice<Activation> CHOICE = new Choice<Activation>(
                    "leakyRelu", List.of(SLOPE), of -> new LeakyRelu(of[0]))
            .means("Rectified linear unit with a small slope below 0.");

    /** Checks the range. */
    public LeakyRelu {
        slope = SLOPE.require(slope);
    }

    @Override
    public String name() {
        return "leakyRelu";
    }

    @Override
    public double greatestSlope() {
        return Math.max(1, slope);
    }

    @Override
    public double[] settings() {
        return new double[] {slope};
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float s = (float) slope;
        for (int i = 0; i < length; i++) {
            a[i] = Math.max(0f, z[i]) + s * Math.min(0f, z[i]);
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float s = (float) slope;
        float rest = 1 - s;
        for (int i = 0; i < length; i++) {
            delta[i] *= s + rest * Activation.isPositive(a[i]);
        }
    }
}
