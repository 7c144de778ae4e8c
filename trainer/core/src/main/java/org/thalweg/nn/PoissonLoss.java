package org.thalweg.nn;

import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;

/**
 * The Poisson loss of counts, Σᵢ (aᵢ − yᵢ ln aᵢ) with a = eᶻ: the negative log likelihood of y under the rate a, without
 * the part ln y! that no parameter changes. Computed from z, as eᶻ − y z; δ = a − y.
 *
 * <p>Source: McCullagh and Nelder 1989, "Generalized linear models", chapter 6.
 */
public record PoissonLoss() implements Loss {
    static final Choice<Loss> CHOICE = Choice.<Loss>of(new PoissonLoss()).means("Poisson loss, for counts and rates.");

    @Override
    public String name() {
        return "poisson";
    }

    @Override
    public boolean goesWith(Activation output) {
        return output instanceof Exponential;
    }

    @Override
    public String targetRange() {
        return "a number of at least 0";
    }

    @Override
    public boolean permitsTarget(float target) {
        return target >= 0;
    }

    @Override
    public void forwardInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            double[] costs) {
        for (int r = 0; r < rows; r++) {
            double ofRow = 0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                ofRow += Elementary.exp((double) z[i]) - (double) targets[i] * z[i];
            }
            costs[r] = weights[r] * ofRow;
        }
        output.forwardInto(z, a, rows, outputs);
    }

    @Override
    public void deltaInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            float[] delta) {
        for (int r = 0; r < rows; r++) {
            float weight = weights[r];
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                delta[i] = weight * (a[i] - targets[i]);
            }
        }
    }
}
