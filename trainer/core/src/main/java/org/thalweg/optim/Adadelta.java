package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Adadelta: v ← ρ v + (1 − ρ) g², Δ = √(u + ε) / √(v + ε) · g, u ← ρ u + (1 − ρ) Δ², w ← w − η Δ (Zeiler 2012,
 * "ADADELTA", algorithm 1, where η is 1).
 *
 * @param decay ρ, [0, 1); by default {@value #DEFAULT_DECAY}
 * @param epsilon ε, inside the roots, above 0; by default {@value #DEFAULT_EPSILON}
 */
public record Adadelta(double decay, double epsilon) implements Optimizer {
    static final Setting DECAY = Setting.share("decay", Adadelta.DEFAULT_DECAY)
            .means("ρ, the decay per step of the moving averages of the squared gradient and of the squared step.");

    static final Setting EPSILON = Setting.above("epsilon", 0, Adadelta.DEFAULT_EPSILON)
            .asFloat()
            .means("ε, added to both averages before their square roots are taken, so that the first steps are not"
                    + " 0.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "adadelta", List.of(DECAY, EPSILON), of -> new Adadelta(of[0], of[1]))
            .means("Adadelta: steps scaled by moving averages of the squared gradient and of the squared step"
                    + " (Zeiler 2012).");

    /** The default ρ. */
    public static final double DEFAULT_DECAY = 0.95;

    /** The default ε. */
    public static final double DEFAULT_EPSILON = 1e-6;

    /** Checks the ranges. */
    public Adadelta {
        decay = DECAY.require(decay);
        epsilon = EPSILON.require(epsilon);
    }

    /** With the defaults. */
    public Adadelta() {
        this(DEFAULT_DECAY, DEFAULT_EPSILON);
    }

    @Override
    public String name() {
        return "adadelta";
    }

    @Override
    public double[] settings() {
        return new double[] {decay, epsilon};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(2, parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float rho = (float) decay;
        float rest = (float) (1 - decay);
        float eps = (float) epsilon;
        float eta = (float) rate;
        float[] v = state.array(0);
        float[] u = state.array(1);
        return (w, g, from, end) -> {
            for (int i = from; i < end; i++) {
                v[i] = rho * v[i] + rest * (g[i] * g[i]);
                float delta = (float) Math.sqrt(u[i] + eps) / (float) Math.sqrt(v[i] + eps) * g[i];
                u[i] = rho * u[i] + rest * (delta * delta);
                w[i] -= eta * delta;
            }
        };
    }
}
