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
     * @param where what was found, such as {@code a gradient of layer 2 weights that is not finite}
     */
    public DivergedException(int epoch, long step, double loss, String where, double learningRate) {
        super("training diverged: expected a loss that falls, found " + where + " (epoch " + (epoch + 1) + ", step "
                + (step + 1) + ", loss " + loss + ", learning rate " + learningRate + "); try optimizer.learningRate "
                + suggested(learningRate)
                + ", optimizer.clipNorm 1, or data.scale standard");
        this.epoch = epoch;
        this.step = step;
        this.loss = loss;
    }

    private static String suggested(double learningRate) {
        return String.format(java.util.Locale.ROOT, "%.1g", learningRate / 10);
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
