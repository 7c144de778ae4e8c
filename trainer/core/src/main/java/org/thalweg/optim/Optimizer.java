package org.thalweg.optim;

import java.io.Serializable;
import org.thalweg.settings.Choice;

/**
 * How a mean gradient g changes the parameters w at a learning rate η.
 *
 * <p>Every rule acts number by number, in float, so a step's bits depend on w, g, η and the state alone. Factors that are
 * the same for all numbers are computed in double and rounded once.
 */
public sealed interface Optimizer extends Choice.Named, NamedOptimizers, Serializable
        permits Sgd, Momentum, Adam, AdamW, NAdam, RmsProp, Adagrad, Adadelta {
    /** A state for a run's begin: no steps taken. */
    OptimizerState newState(int parameters);

    /** The arrays of a state, each of the parameters' length. */
    default int arrayCount() {
        return newState(0).arrayCount();
    }

    /**
     * One step: changes the parameters and the state.
     *
     * @param w changed
     * @param g the mean gradient, of w's length; not changed, and not w
     * @param rate η, 0 or more
     * @param state of {@link #newState} of an equal optimizer, for w's length; changed
     * @param decayed whether a parameter is a weight, which weight decay acts on, rather than a bias
     * @throws IllegalArgumentException if a length is not the state's; nothing is changed then
     */
    default void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
        state.countStep(w, g);
        rule(rate, state, decayed).apply(w, g, 0, w.length);
    }

    /**
     * The step that {@link OptimizerState#countStep} has counted, for parts of the parameters: applied once to each number, on
     * any threads, it does what {@link #step} does.
     *
     * @param state changed; of {@link #newState} of an equal optimizer
     * @see #step
     */
    Rule rule(double rate, OptimizerState state, WeightRanges decayed);

    /** What a step does to each number. */
    @FunctionalInterface
    interface Rule {
        /** Changes w and the state from one number to before another. */
        void apply(float[] w, float[] g, int from, int end);
    }
}
