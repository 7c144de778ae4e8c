package org.thalweg.train;

import org.thalweg.settings.Labelled;

/** What training does when the loss diverges. */
public enum Divergence implements Labelled {
    /** Training ends with a {@link DivergedException}. */
    STOP,
    /**
     * Training repeats the epoch from its start with half the learning rate, up to {@value #MAX_BACK_OFFS} times, and then
     * ends. A run that diverges at its first step ends at once: no parameter has changed yet, so the learning rate is not
     * the cause.
     */
    BACK_OFF;

    /** How often the learning rate is halved before training ends. */
    public static final int MAX_BACK_OFFS = 10;
}
