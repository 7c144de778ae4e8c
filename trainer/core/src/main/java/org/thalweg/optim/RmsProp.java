package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * RMSProp: v ← ρ v + (1 − ρ) g², w ← w − η g / (√v + ε) (Tieleman and Hinton 2012, lecture 6.5). With a momentum μ above
 * 0: u ← μ u + g / (√v + ε), w ← w − η u. v starts at 0 without bias correction, so the first steps are up to 1 /
 * √(1 − ρ) times as long.
 *
 * @param decay ρ, [0, 1); by default {@value #DEFAULT_DECAY}
 * @param epsilon ε, outside the root, above 0; by default {@value #DEFAULT_EPSILON}
 * @param momentum μ, [0, 1); by default {@value #DEFAULT_MOMENTUM}
 */
public record RmsProp(double decay, double epsilon, double momentum) implements Optimizer {
    static final Setting DECAY = Setting.share("decay", RmsProp.DEFAULT_DECAY)
            .means("ρ, the decay per step of the moving average of the squared gradient.");

    static final Setting EPSILON = Setting.above("epsilon", 0, RmsProp.DEFAULT_EPSILON)
            .asFloat()
            .means("ε, added to the divisor of a step to avoid division by 0.");

    static final Setting MOMENTUM = Setting.share("momentum", RmsProp.DEFAULT_MOMENTUM)
            .means("μ, the share of the previous step that is added to the current one.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "rmsProp", List.of(DECAY, EPSILON, MOMENTUM), of -> new RmsProp(of[0], of[1], of[2]))
            .means("RMSProp: the gradient, divided by the root of the moving average of its square.");

    /** The default ρ. */
    public static final double DEFAULT_DECAY = 0.9;

    /** The default ε. */
    public static final double DEFAULT_EPSILON = 1e-8;

    /** The default μ: none. */
    public static final double DEFAULT_MOMENTUM = 0;

    /** Checks the ranges. */
    public RmsProp {
        decay = DECAY.require(decay);
        epsilon = EPSILON.require(epsilon);
        momentum = MOMENTUM.require(momentum);
    }

    /** With the defaults. */
    public RmsProp() {
        this(DEFAULT_DECAY, DEFAULT_EPSILON, DEFAULT_MOMENTUM);
    }

    @Override
    public String name() {
        return "rmsProp";
    }

    @Override
    public double[] settings() {
        return new double[] {decay, epsilon, momentum};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(momentum > 0 ? 2 : 1, parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float rho = (float) decay;
        float rest = (float) (1 - decay);
        float eps = (float) epsilon;
        float eta = (float) rate;
        float[] v = state.array(0);
        if (momentum > 0) {
            float mu = (float) momentum;
            float[] u = state.array(1);
            return (w, g, from, end) -> {
                for (int i = from; i < end; i++) {
                    v[i] = rho * v[i] + rest * (g[i] * g[i]);
                    u[i] = mu * u[i] + g[i] / ((float) Math.sqrt(v[i]) + eps);
                    w[i] -= eta * u[i];
                }
            };
        } else {
            return (w, g, from, end) -> {
                for (int i = from; i < end; i++) {
                    v[i] = rho * v[i] + rest * (g[i] * g[i]);
                    w[i] -= eta * (g[i] / ((float) Math.sqrt(v[i]) + eps));
                }
            };
        }
    }
}
