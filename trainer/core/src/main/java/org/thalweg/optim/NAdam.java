package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * NAdam, Adam with Nesterov's momentum: with μₜ = β₁ (1 − ½ · 0.96^(t ψ)) and Πₜ = μ₁ ⋯ μₜ,
 *
 * <p>m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,<br>
 * m̂ = μₜ₊₁ m / (1 − Πₜ₊₁) + (1 − μₜ) g / (1 − Πₜ), v̂ = v / (1 − β₂ᵗ),<br>
 * w ← w − η m̂ / (√v̂ + ε)
 *
 * <p>(Dozat 2016, "Incorporating Nesterov momentum into Adam", with its schedule of μ; m decays by β₁, as in PyTorch and
 * Keras, rather than by μₜ.) The state's number is Πₜ.
 *
 * @param beta1 β₁, [0, 1); by default {@value #DEFAULT_BETA1}
 * @param beta2 β₂, [0, 1); by default {@value #DEFAULT_BETA2}
 * @param epsilon ε, above 0; by default {@value #DEFAULT_EPSILON}
 * @param momentumDecay ψ, 0 or more; by default {@value #DEFAULT_MOMENTUM_DECAY}
 */
public record NAdam(double beta1, double beta2, double epsilon, double momentumDecay) implements Optimizer {
    static final Setting MOMENTUM_DECAY = Setting.atLeast("momentumDecay", 0, NAdam.DEFAULT_MOMENTUM_DECAY)
            .means("ψ, which sets how fast the momentum grows during training: at step t, it is β₁ (1 − ½ · 0.96^(t"
                    + " ψ)).");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "nadam",
                    List.of(Adam.BETA1, Adam.BETA2, Adam.EPSILON, MOMENTUM_DECAY),
                    of -> new NAdam(of[0], of[1], of[2], of[3]))
            .means("NAdam: Adam with Nesterov momentum (Dozat 2016).");

    /** The default β₁, Adam's. */
    public static final double DEFAULT_BETA1 = Adam.DEFAULT_BETA1;

    /** The default β₂, Adam's. */
    public static final double DEFAULT_BETA2 = Adam.DEFAULT_BETA2;

    /** The default ε, Adam's. */
    public static final double DEFAULT_EPSILON = Adam.DEFAULT_EPSILON;

    /** The default ψ. */
    public static final double DEFAULT_MOMENTUM_DECAY = 0.004;

    private static final double SCHEDULE_BASE = 0.96;

    /** Checks the ranges. */
    public NAdam {
        beta1 = Adam.BETA1.require(beta1);
        beta2 = Adam.BETA2.require(beta2);
        epsilon = Adam.EPSILON.require(epsilon);
        momentumDecay = MOMENTUM_DECAY.require(momentumDecay);
    }

    /** With the defaults. */
    public NAdam() {
        this(DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON, DEFAULT_MOMENTUM_DECAY);
    }

    @Override
    public String name() {
        return "nadam";
    }

    @Override
    public double[] settings() {
        return new double[] {beta1, beta2, epsilon, momentumDecay};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(2, parameters, 1);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        long t = state.steps();
        double mu = momentum(t);
        double next = momentum(t + 1);
        double product = state.scalar(0) * mu;
        state.setScalar(0, product);
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float eps = (float) epsilon;
        float etaM = (float) (rate * next / (1 - product * next));
        float etaG = (float) (rate * (1 - mu) / (1 - product));
        float inverse2 = (float) (1 / (1 - StrictMath.pow(beta2, t)));
        float[] m = state.array(0);
        float[] v = state.array(1);
        return (w, g, from, end) -> {
            for (int i = from; i < end; i++) {
                m[i] = b1 * m[i] + rest1 * g[i];
                v[i] = b2 * v[i] + rest2 * (g[i] * g[i]);
                w[i] -= (etaM * m[i] + etaG * g[i]) / ((float) Math.sqrt(v[i] * inverse2) + eps);
            }
        };
    }

    private double momentum(long t) {
        return beta1 * (1 - 0.5 * StrictMath.pow(SCHEDULE_BASE, t * momentumDecay));
    }
}
