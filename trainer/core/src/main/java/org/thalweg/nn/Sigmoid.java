package org.thalweg.nn;

import java.util.List;
import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The logistic function of slope β: f(z) = 1 / (1 + e^(−βz)), f′ = β a (1 − a). Error of f: 2.3e-7.
 *
 * @param slope β, above 0
 */
public record Sigmoid(double slope) implements PlainActivation {
    static final Setting SLOPE = Setting.above("slope", 0, 1).means("Factor β on z.");

    static final Choice<Activation> CHOICE = new Choice<Activation>("sigmoid", List.of(SLOPE), of -> new Sigmoid(of[0]))
            .means("Logistic function 1 / (1 + e^(−β z)), from 0 to 1.");

    /** Checks the range. */
    public Sigmoid {
        slope = SLOPE.require(slope);
    }

    @Override
    public String name() {
        return "sigmoid";
    }

    @Override
    public double greatestSlope() {
        return slope / 4;
    }

    @Override
    public double[] settings() {
        return new double[] {slope};
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float beta = (float) slope;
        for (int i = 0; i < length; i++) {
            a[i] = Elementary.sigmoid(beta * z[i]);
        }
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        int length = rows * columns;
        float beta = (float) slope;
        for (int i = 0; i < length; i++) {
            delta[i] *= beta * (a[i] * (1 - a[i]));
        }
    }
}
