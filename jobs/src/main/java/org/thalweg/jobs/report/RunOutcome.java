package org.thalweg.jobs.report;

import java.util.Locale;

/**
 * The outcome of a run.
 *
 * @param kind which outcome
 * @param summary the outcome in one line
 */
public record RunOutcome(Kind kind, String summary) {
    /** The kinds of outcomes; the page's style shows each in its own colour. */
    public enum Kind {
        /** A model has been trained. */
        TRAINED,
        /** A new model serves. */
        PUBLISHED,
        /** The old model keeps serving. */
        REFUSED,
        /** Nothing was learned. */
        STOPPED;

        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
