package org.thalweg.jobs.report;

import java.util.Locale;

/**
 * What came of a run.
 *
 * @param kind which of few things
 * @param summary in one line
 */
public record RunOutcome(Kind kind, String summary) {
    /** Looks, not words, tell these apart at a glance. */
    public enum Kind {
        /** A model has been trained. */
        TRAINED,
        /** A new model serves. */
        PUBLISHED,
        /** The old one goes on serving. */
        REFUSED,
        /** Nothing was learned. */
        STOPPED;

        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
