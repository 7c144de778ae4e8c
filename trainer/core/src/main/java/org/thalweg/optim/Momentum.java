package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Momentum: v ← μ v + g, w ← w − η v (Polyak 1964; the form of Sutskever et al. 2013 with η outside). Nesterov momentum:
 * w ← w − η (g + μ v) (Nesterov 1983; the form of Bengio et al. 2013).
 *
 * @param momentum μ, [0, 1); by default {@value #DEFAULT_MOMENTUM}
 * @param nesterov whether to use Nesterov momentum
 */
public record Momentum(double momentum, boolean nesterov) implements Optimizer {
    static final Setting MOMENTUM = Setting.share("momentum", Momentum.DEFAULT_MOMENTUM)
            .means("μ, the share of the previous step that is added to the current one.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "momentum", List.of(MOMENTUM), of -> new Momentum(of[0], false))
            .means("Gradient descent with momentum: v ← μ v + g, w ← w − η v.");

    static final Choice<Optimizer> NESTEROV = new Choice<Optimizer>(
                    "nesterov", List.of(MOMENTUM), of -> new Momentum(of[0], true))
            .means("Gradient descent with Nesterov momentum: v ← μ v + g, w ← w − η (g + μ v).");

    /** The default μ. */
    public static final double DEFAULT_MOMENTUM = 0.9;

    /** Checks the range. */
    public Momentum {
        momentum = MOMENTUM.require(momentum);
    }

    @Override
    public String name() {
        return nesterov ? "nesterov" : "momentum";
    }

    @Override
    public double[] settings() {
        return new double[] {momentum};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(1, parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float eta = (float) rate;
        float mu = (float) momentum;
        float[] v = state.array(0);
        if (nesterov) {
            return (w, g, from, end) -> {
                for (int i = from; i < end; i++) {
                    v[i] = mu * v[i] + g[i];
                    w[i] -= eta * (g[i] + mu * v[i]);
                }
            };
        } else {
            return (w, g, from, end) -> {
                for (int i = from; i < end; i++) {
                    v[i] = mu * v[i] + g[i];
                    w[i] -= eta * v[i];
                }
            };
        }
    }
}
