package org.thalweg.train;

/** An update of the parameters: one step of all lanes, or a round of local steps. */
interface ParameterUpdate {
    /**
     * Computes the sums for the update on the engine.
     *
     * @param step the first of them, in the run, from 0
     */
    GradientSum sum(Step at, long step);

    /**
     * Updates the parameters and the state of the descent.
     *
     * @return the sum over the steps of the mean gradient's norm before clipping
     * @throws DivergedException if the sum is not finite, or the loss is far above the first one; nothing is changed then
     */
    double take(Step at, long step, GradientSum sum);
}
