package org.thalweg.optim;

import java.io.Serializable;
import org.thalweg.settings.Choice;

/**
 * How a mean gradient g changes the parameters w at a learning rate η.
 *
 * <p>Every rule is elementwise, in float, so the bits of a step depend only on w, g, η and the state. Factors common to all
 * elements are computed in double and rounded once.
 */
public sealed interface Optimizer extends Choice.Named, NamedOptimizers, Serializable
        permits Sgd, Momentum, Adam, AdamW, NAdam, RmsProp, Adagrad, Adadelta {
    /** A state for the start of a run: no steps taken. */
    OptimizerState newState(int parameters);

    /** The number of arrays of a state, each as long as the parameters. */
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
     * The rule of the step counted by {@link OptimizerState#countStep}, to be applied to ranges of the parameters. Applied
     * once to each element, on any threads, it does the same as {@link #step}.
     *
     * @param state changed; of {@link #newState} of an equal optimizer
     * @see #step
     */
    Rule rule(double rate, OptimizerState state, WeightRanges decayed);

    /** What a step does to each element. */
    @FunctionalInterface
    interface Rule {
        /** Updates w and the state at the indices from to end − 1. */
        void apply(float[] w, float[] g, int from, int end);
    }
}
