package org.thalweg.jobs.retrain;

/** How a retraining ended. */
public enum RetrainOutcome {
    /** The new model serves. */
    PUBLISHED,
    /** The old model goes on serving: the new one has not earned it. */
    REFUSED,
    /** There was nothing new to learn. */
    NOTHING_NEW
}
