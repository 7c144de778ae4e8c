package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v /
 * (1 − β₂ᵗ) at step t (Kingma and Ba 2015, "Adam", algorithm 1).
 *
 * @param beta1 β₁, [0, 1); by default {@value #DEFAULT_BETA1}
 * @param beta2 β₂, [0, 1); by default {@value #DEFAULT_BETA2}
 * @param epsilon ε, above 0; by default {@value #DEFAULT_EPSILON}
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    static final Setting BETA1 = Setting.share("beta1", Adam.DEFAULT_BETA1)
            .means("β₁, the decay per step of the moving average of the gradient.");

    static final Setting BETA2 = Setting.share("beta2", Adam.DEFAULT_BETA2)
            .means("β₂, the decay per step of the moving average of the squared gradient.");

    static final Setting EPSILON = Setting.above("epsilon", 0, Adam.DEFAULT_EPSILON)
            .asFloat()
            .means("ε, added to the divisor of a step to avoid division by 0.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "adam", List.of(BETA1, BETA2, EPSILON), of -> new Adam(of[0], of[1], of[2]))
            .means("Adam: the moving average of the gradient, divided by the root of the moving average of its"
                    + " square (Kingma and Ba 2015).");

    /** The default decay of the first moment, β₁. */
    public static final double DEFAULT_BETA1 = 0.9;

    /** The default decay of the second moment, β₂. */
    public static final double DEFAULT_BETA2 = 0.999;

    /** The default ε. */
    public static final double DEFAULT_EPSILON = 1e-8;

    /** Checks the ranges. */
    public Adam {
        beta1 = BETA1.require(beta1);
        beta2 = BETA2.require(beta2);
        epsilon = EPSILON.require(epsilon);
    }

    /** With the defaults. */
    public Adam() {
        this(DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public double[] settings() {
        return new double[] {beta1, beta2, epsilon};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(2, parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        long t = state.steps();
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        // Rounded once: 1 − (float) 0.999 is off by 1.3e-5, which the bias correction of step 1 would not cancel.
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float eps = (float) epsilon;
        float eta = (float) (rate / (1 - StrictMath.pow(beta1, t)));
        float inverse2 = (float) (1 / (1 - StrictMath.pow(beta2, t)));
        float[] m = state.array(0);
        float[] v = state.array(1);
        return (w, g, from, end) -> {
            for (int i = from; i < end; i++) {
                m[i] = b1 * m[i] + rest1 * g[i];
                v[i] = b2 * v[i] + rest2 * (g[i] * g[i]);
                w[i] -= eta * m[i] / ((float) Math.sqrt(v[i] * inverse2) + eps);
            }
        };
    }
}
