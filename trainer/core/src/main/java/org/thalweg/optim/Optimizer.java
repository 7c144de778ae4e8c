package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * How a mean gradient g changes the parameters w at a learning rate η.
 *
 * <p>Every rule acts number by number, in float, so a step's bits depend on w, g, η and the state alone. Factors that are
 * the same for all numbers are computed in double and rounded once.
 */
public sealed interface Optimizer extends Choice.Named
        permits Sgd, Momentum, Adam, AdamW, NAdam, RmsProp, Adagrad, Adadelta {
    /** Every optimizer that may be chosen by name. */
    List<Choice<Optimizer>> CHOICES = List.of(
            Sgd.CHOICE,
            Momentum.CHOICE,
            Momentum.NESTEROV,
            Adam.CHOICE,
            AdamW.CHOICE,
            NAdam.CHOICE,
            RmsProp.CHOICE,
            Adagrad.CHOICE,
            Adadelta.CHOICE);

    /** A state for a run's begin: no steps taken. */
    OptimizerState newState(int parameters);

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
    void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed);
}
