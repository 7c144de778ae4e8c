package org.thalweg.train;

import org.thalweg.settings.Labelled;

/** What becomes of a run that diverges. */
public enum Divergence implements Labelled {
    /** It ends with a {@link DivergedException}. */
    STOP,
    /**
     * It goes back to the start of the epoch and takes it again at half the learning rate, up to
     * {@value #MAX_BACK_OFFS} times; then it ends. A run that diverges at its first step ends at once: no step has changed
     * a parameter, so that the rate cannot be to blame.
     */
    BACK_OFF;

    /** How often the learning rate is halved before a run is given up. */
    public static final int MAX_BACK_OFFS = 10;
}
