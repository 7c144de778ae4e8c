package org.thalweg.train;

import java.util.function.UnaryOperator;
import org.thalweg.settings.KeyText;

/**
 * Training diverged: the loss, a gradient or a parameter is not finite, or the loss has grown far above the first one. The
 * message has the step, the loss and what to try.
 */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int epoch;
    private final long step;
    private final double loss;
    private final String text;

    /**
     * A run that diverged.
     *
     * @param epoch from 0
     * @param step of the whole run, from 0
     * @param loss the step's mean loss
     * @param text the message, with its keys marked
     */
    DivergedException(int epoch, long step, double loss, String text) {
        super(KeyText.plain(text));
        this.epoch = epoch;
        this.step = step;
        this.loss = loss;
        this.text = text;
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public String text() {
        return text;
    }

    /**
     * A copy whose message has the caller's names of the keys.
     *
     * @param names a key's name by its path
     */
    public DivergedException named(UnaryOperator<String> names) {
        DivergedException named = new DivergedException(epoch, step, loss, KeyText.named(text, names));
        named.setStackTrace(getStackTrace());
        return named;
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
