package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** What a model must do to serve where there is none yet to compare it with. */
public enum FirstModel implements Labelled {
    /** Do better than the majority class, or the mean of the target. */
    BEAT,
    /** Nothing. */
    OFF
}
