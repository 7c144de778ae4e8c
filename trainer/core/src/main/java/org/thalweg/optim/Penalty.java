package org.thalweg.optim;

import java.io.Serializable;
import org.thalweg.math.Kernels;
import org.thalweg.settings.Setting;

/**
 * The elastic net on weights, not biases: λ₁ ‖W‖₁ + ½ λ₂ ‖W‖² (Zou and Hastie 2005); λ₂ = 0 is the lasso, λ₁ = 0 ridge
 * or L2.
 *
 * <p>At the kink of the L1 part the gradient is 0, a subgradient. Descent brings weights near 0 but not exactly to 0: they
 * oscillate around 0 by up to the length of a step. Weights that the penalty has switched off are small numbers, not zeros.
 *
 * @param l1 λ₁, 0 or more
 * @param l2 λ₂, 0 or more
 */
public record Penalty(double l1, double l2) implements Serializable {
    /** The range of λ₁. */
    public static final Setting L1 = Setting.atLeast("l1", 0, 0)
            .asFloat()
            .means("Factor of the L1 penalty: l1 · Σ|w| over all weights w is added to the loss. Biases are not"
                    + " penalised.");

    /** The range of λ₂. */
    public static final Setting L2 = Setting.atLeast("l2", 0, 0)
            .asFloat()
            .means("Factor of the L2 penalty: l2 · ½ Σw² over all weights w is added to the loss. Biases are not"
                    + " penalised.");

    /** No penalty. */
    public static final Penalty NONE = new Penalty(0, 0);

    /** Checks the ranges. */
    public Penalty {
        l1 = L1.require(l1);
        l2 = L2.require(l2);
    }

    /**
     * Adds the penalty's gradient: g += λ₁ sign(w) + λ₂ w on weights, where sign(0) = 0.
     *
     * @param g changed; not w
     * @param w of g's length
     * @throws IndexOutOfBoundsException if a range is not inside both arrays
     */
    public void addGradient(float[] g, float[] w, WeightRanges weights) {
        if (l2 != 0) {
            weights.forEach((offset, length) -> Kernels.addScaledInPlace(g, (float) l2, w, offset, length));
        }
        if (l1 != 0) {
            float lambda = (float) l1;
            weights.forEach((offset, length) -> {
                for (int i = offset; i < offset + length; i++) {
                    g[i] += lambda * Math.signum(w[i]);
                }
            });
        }
    }

    /**
     * λ₁ Σ|w| + ½ λ₂ Σw² over the weights, the coefficients rounded to float as in {@link #addGradient}.
     *
     * @throws IndexOutOfBoundsException if a range is not inside the array
     */
    public double value(float[] w, WeightRanges weights) {
        double value = 0;
        for (WeightRanges.Range range : weights.ranges()) {
            if (l1 != 0) {
                value += (float) l1 * Kernels.sumOfMagnitudes(w, range.offset(), range.length());
            }
            if (l2 != 0) {
                value += 0.5 * (float) l2 * Kernels.sumOfSquares(w, range.offset(), range.length());
            }
        }
        return value;
    }
}
