package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** What the first model of a store must show, as there is no model to compare it with. */
public enum FirstModel implements Labelled {
    /** It must be better than always predicting the majority class, or the mean of the target. */
    BEAT,
    /** Nothing. */
    OFF
}
