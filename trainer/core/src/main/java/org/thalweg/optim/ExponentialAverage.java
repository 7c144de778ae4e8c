package org.thalweg.optim;

import org.thalweg.settings.Setting;

/**
 * The exponential moving average of the parameters: ŵ ← dₜ ŵ + (1 − dₜ) w after step t, counted from 1, where dₜ = min(d,
 * (1 + t) / (10 + t)) lets the start be forgotten fast (TensorFlow, {@code ExponentialMovingAverage} with
 * {@code num_updates}; Polyak and Juditsky 1992 for averaging).
 *
 * <p>Its state has one array, ŵ, which starts as a copy of the parameters.
 *
 * @param decay d, [0, 1); by default {@value #DEFAULT_DECAY}
 */
public record ExponentialAverage(double decay) {
    /** The default d. */
    public static final double DEFAULT_DECAY = 0.999;

    /** The range of d. */
    public static final Setting DECAY =
            Setting.share("decay", DEFAULT_DECAY).means("Decay of the moving average of the parameters.");

    /** Checks the range. */
    public ExponentialAverage {
        decay = DECAY.require(decay);
    }

    /** A state for the start of a run. */
    public OptimizerState newState(float[] w) {
        OptimizerState state = new OptimizerState(1, w.length);
        System.arraycopy(w, 0, state.array(0), 0, w.length);
        return state;
    }

    /**
     * Updates the average with the parameters after a step.
     *
     * @param w not changed
     * @param state of {@link #newState} for w's length; changed
     * @throws IllegalArgumentException if w's length is not the state's; nothing is changed then
     */
    public void update(float[] w, OptimizerState state) {
        float[] average = state.array(0);
        state.countStep(w, average);
        long t = state.steps();
        float share = (float) (1 - Math.min(decay, (1.0 + t) / (10.0 + t)));
        for (int i = 0; i < w.length; i++) {
            // In this form ŵ does not change where it equals w, so it does not drift.
            average[i] += share * (w[i] - average[i]);
        }
    }

    /** A copy of ŵ. */
    public float[] average(OptimizerState state) {
        return state.array(0).clone();
    }
}
