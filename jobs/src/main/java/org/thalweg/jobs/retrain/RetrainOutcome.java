package org.thalweg.jobs.retrain;

/** How a retraining ended. */
public enum RetrainOutcome {
    /** The new model serves. */
    PUBLISHED,
    /** The old model keeps serving: the new one was not better. */
    REFUSED,
    /** There were no new rows. */
    NOTHING_NEW
}
