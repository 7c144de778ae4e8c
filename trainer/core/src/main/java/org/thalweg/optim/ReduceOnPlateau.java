package org.thalweg.optim;

/**
 * Multiplies the learning rate by a factor when the loss has not fallen by more than minDelta for some epochs, and again
 * after as many more; as in Keras, without a cooling-down.
 *
 * @param factor of (0, 1); by default {@value #DEFAULT_FACTOR}
 * @param patience epochs without a better loss, 1 or more; by default {@value #DEFAULT_PATIENCE}
 * @param minDelta a loss is better when it is lower by more than this, 0 or more; of the loss that training makes small,
 *     so of standardised targets where they are. By default {@value #DEFAULT_MIN_DELTA}
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

    /** Checks the ranges. */
    public ReduceOnPlateau {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor: expected above 0 and below 1, found " + factor);
        }
        Require.atLeastOne("patience", patience);
        Require.notNegative("minDelta", minDelta);
        Require.factor("minRate", minRate);
    }

    /** With the defaults. */
    public ReduceOnPlateau() {
        this(DEFAULT_FACTOR, DEFAULT_PATIENCE, DEFAULT_MIN_DELTA, DEFAULT_MIN_RATE);
    }

    /** The state at a run's begin: a factor of 1. */
    public Plateau start() {
        return new Plateau(this, 1, Double.POSITIVE_INFINITY, 0);
    }
}
