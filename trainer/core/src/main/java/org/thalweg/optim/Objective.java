package org.thalweg.optim;

/** A function of the parameters that is to be made small. */
@FunctionalInterface
public interface Objective {
    /**
     * The value at w, and the gradient there.
     *
     * <p>The same w must give the same bits. A value or a gradient that is not finite says that w is out of bounds. What
     * it throws goes through to who asked for the minimum.
     *
     * @param w not changed, and not kept
     * @param gradientInto of w's length; every number is written
     */
    double valueAndGradient(float[] w, float[] gradientInto);
}
