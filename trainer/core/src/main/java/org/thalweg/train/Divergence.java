package org.thalweg.train;

/** What becomes of a run that diverges. */
public enum Divergence {
    /** It ends with a {@link DivergedException}. */
    STOP("stop"),
    /**
     * It goes back to the begin of the epoch and takes it anew at half the learning rate, up to
     * {@value #MAX_BACK_OFFS} times; then it ends. A run that diverges at its first step ends at once: no step has changed
     * a parameter, so that the rate cannot be to blame.
     */
    BACK_OFF("backOff");

    /** How often the learning rate is halved before a run is given up. */
    public static final int MAX_BACK_OFFS = 10;

    private final String label;

    Divergence(String label) {
        this.label = label;
    }

    /** As job files spell it. */
    public String label() {
        return label;
    }
}
