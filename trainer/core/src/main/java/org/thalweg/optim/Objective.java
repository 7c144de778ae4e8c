package org.thalweg.optim;

/** A function of the parameters to minimise. */
@FunctionalInterface
public interface Objective {
    /**
     * The value at w, and the gradient there.
     *
     * <p>The same w must give the same bits. A value or a gradient that is not finite means that w is out of bounds.
     * Exceptions propagate to the caller of the minimiser.
     *
     * @param w not changed, and not stored
     * @param gradientInto of w's length; every number is written
     */
    double valueAndGradient(float[] w, float[] gradientInto);
}
