package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * Probabilities of mutually exclusive classes: f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ over a row. Permitted only in the output layer,
 * with cross entropy, whose δ is a − y.
 */
public record Softmax() implements PlainActivation {
    static final Choice<Activation> CHOICE = Choice.<Activation>of(new Softmax())
            .means("Probabilities of mutually exclusive classes; only for the output layer.");

    @Override
    public String name() {
        return "softmax";
    }

    @Override
    public double greatestSlope() {
        return 0;
    }

    @Override
    public void forwardInto(float[] z, float[] a, int rows, int columns) {
        if (a != z) {
            System.arraycopy(z, 0, a, 0, rows * columns);
        }
        for (int r = 0; r < rows; r++) {
            normaliseInPlace(a, r * columns, columns, max(a, r * columns, columns));
        }
    }

    /** max z of one row. */
    static float max(float[] z, int from, int columns) {
        float max = z[from];
        for (int c = 1; c < columns; c++) {
            max = Math.max(max, z[from + c]);
        }
        return max;
    }

    /** Converts one row's z to probabilities in place; returns Σ e^(z − max). */
    static double normaliseInPlace(float[] z, int from, int columns, float max) {
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            double e = Elementary.exp((double) z[from + c] - max);
            z[from + c] = (float) e;
            sum += e;
        }
        float factor = (float) (1 / sum);
        for (int c = 0; c < columns; c++) {
            z[from + c] *= factor;
        }
        return sum;
    }

    @Override
    public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
        throw new UnsupportedOperationException("softmax: expected cross entropy as the loss, whose δ is a − y");
    }
}
