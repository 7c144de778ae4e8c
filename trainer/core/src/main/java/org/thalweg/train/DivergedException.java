package org.thalweg.train;

/** Training left the valley: the loss, a gradient or a parameter is not finite, or the loss grew beyond hope. The message says at which step, with what loss, and what to try. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int epoch;
    private final long step;
    private final double loss;

    /**
     * A run that diverged.
     *
     * @param epoch from 0
     * @param step of the whole run, from 0
     * @param loss the step's mean loss
     */
    DivergedException(int epoch, long step, double loss, String message) {
        super(message);
        this.epoch = epoch;
        this.step = step;
        this.loss = loss;
    }

    /** The epoch, from 0. */
    public int epoch() {
        return epoch;
    }

    /** The step of the whole run, from 0. */
    public long step() {
        return step;
    }

    /** The step's mean loss. */
    public double loss() {
        return loss;
    }
}
