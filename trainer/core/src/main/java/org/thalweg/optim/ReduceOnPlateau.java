package org.thalweg.optim;

import org.thalweg.settings.Setting;

/**
 * Multiplies the learning rate by a factor each time the loss has not fallen by more than minDelta for {@code patience}
 * epochs; as in Keras, without a cooldown.
 *
 * @param factor of (0, 1); by default {@value #DEFAULT_FACTOR}
 * @param patience epochs without a better loss, 1 or more; by default {@value #DEFAULT_PATIENCE}
 * @param minDelta a loss is better when it is lower by more than this, 0 or more; in units of the loss that training
 *     minimises, of standardised targets if targets are standardised. By default {@value #DEFAULT_MIN_DELTA}
 * @param minRate the least factor, a share of the learning rate, of (0, 1]; by default {@value #DEFAULT_MIN_RATE}
 */
public record ReduceOnPlateau(double factor, int patience, double minDelta, double minRate) {
    /** The default factor. */
    public static final double DEFAULT_FACTOR = 0.1;

    /** The default patience. */
    public static final int DEFAULT_PATIENCE = 10;

    /** The default minDelta. */
    public static final double DEFAULT_MIN_DELTA = 1e-4;

    /** The default minRate. */
    public static final double DEFAULT_MIN_RATE = 1e-6;

    /** The range of factor. */
    public static final Setting FACTOR = Setting.inside("factor", DEFAULT_FACTOR)
            .means("Factor by which the learning rate is multiplied when the loss stops falling.");

    /** The range of patience. */
    public static final Setting PATIENCE = Setting.whole("patience", 1, Integer.MAX_VALUE, DEFAULT_PATIENCE)
            .means("Number of epochs without a better loss before the rate is reduced.");

    /** The range of minDelta. */
    public static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, DEFAULT_MIN_DELTA)
            .means("A loss is better if it is lower than the best one by more than this, an absolute difference. If"
                    + " data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the"
                    + " reported loss.");

    /** The range of minRate. */
    public static final Setting MIN_RATE =
            Setting.factor("minRate", DEFAULT_MIN_RATE).means("Lower limit of the rate, as a share of learningRate.");

    /** Checks the ranges. */
    public ReduceOnPlateau {
        factor = FACTOR.require(factor);
        patience = (int) PATIENCE.require(patience);
        minDelta = MIN_DELTA.require(minDelta);
        minRate = MIN_RATE.require(minRate);
    }

    /** With the defaults. */
    public ReduceOnPlateau() {
        this(DEFAULT_FACTOR, DEFAULT_PATIENCE, DEFAULT_MIN_DELTA, DEFAULT_MIN_RATE);
    }

    /** The state at the start of a run: a factor of 1. */
    public Plateau start() {
        return new Plateau(this, 1, Double.POSITIVE_INFINITY, 0);
    }
}
