package org.thalweg.optim;

import java.util.Arrays;
import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Adagrad: s ← s + g², w ← w − η g / (√s + ε) (Duchi et al. 2011, "Adaptive subgradient methods", fig. 1 with the
 * diagonal matrix). s starts above 0, as in Keras, which keeps the first steps of small gradients small. The paper and
 * PyTorch start at 0.
 *
 * @param initialAccumulator s at the start, 0 or more; by default {@value #DEFAULT_INITIAL_ACCUMULATOR}
 * @param epsilon ε, outside the root, above 0; by default {@value #DEFAULT_EPSILON}
 */
public record Adagrad(double initialAccumulator, double epsilon) implements Optimizer {
    static final Setting INITIAL_ACCUMULATOR = Setting.atLeast(
                    "initialAccumulator", 0, Adagrad.DEFAULT_INITIAL_ACCUMULATOR)
            .asFloat()
            .means("Initial value of the sum of squared gradients.");

    static final Setting EPSILON = Setting.above("epsilon", 0, Adagrad.DEFAULT_EPSILON)
            .asFloat()
            .means("ε, added to the divisor of a step to avoid division by 0.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "adagrad", List.of(INITIAL_ACCUMULATOR, EPSILON), of -> new Adagrad(of[0], of[1]))
            .means("Adagrad: the gradient, divided by the root of the sum of all its squares so far (Duchi et al."
                    + " 2011).");

    /** The default s at the start, that of Keras. */
    public static final double DEFAULT_INITIAL_ACCUMULATOR = 0.1;

    /** The default ε, that of Keras. */
    public static final double DEFAULT_EPSILON = 1e-7;

    /** Checks the ranges. */
    public Adagrad {
        initialAccumulator = INITIAL_ACCUMULATOR.require(initialAccumulator);
        epsilon = EPSILON.require(epsilon);
    }

    /** With the defaults. */
    public Adagrad() {
        this(DEFAULT_INITIAL_ACCUMULATOR, DEFAULT_EPSILON);
    }

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public double[] settings() {
        return new double[] {initialAccumulator, epsilon};
    }

    @Override
    public OptimizerState newState(int parameters) {
        OptimizerState state = new OptimizerState(1, parameters);
        Arrays.fill(state.array(0), (float) initialAccumulator);
        return state;
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float eps = (float) epsilon;
        float eta = (float) rate;
        float[] s = state.array(0);
        return (w, g, from, end) -> {
            for (int i = from; i < end; i++) {
                s[i] += g[i] * g[i];
                w[i] -= eta * g[i] / ((float) Math.sqrt(s[i]) + eps);
            }
        };
    }
}
