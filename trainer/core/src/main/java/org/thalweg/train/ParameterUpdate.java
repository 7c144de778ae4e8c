package org.thalweg.train;

/** How a run's parameters go on by a step, or by several that are taken together. */
interface ParameterUpdate {
    /**
     * What the engine sums for it.
     *
     * @param step the first of them, in the run, from 0
     */
    GradientSum sum(Step at, long step);

    /**
     * Changes the parameters, and all that the descent remembers.
     *
     * @return the sum over the steps of the mean gradient's norm before clipping
     * @throws DivergedException if the sum is not finite, or the loss grew beyond hope; nothing is changed then
     */
    double take(Step at, long step, GradientSum sum);
}
