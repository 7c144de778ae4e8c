package org.thalweg.jobs.config;

import org.thalweg.settings.Setting;

/**
 * The job file's {@code training.earlyStopping}.
 *
 * @param patience how many epochs in a row the validation loss may fail to get better, at least 1
 * @param minDelta by how much a loss must be smaller to count as better, at least 0
 */
public record EarlyStopping(int patience, double minDelta) {
    static final Whole PATIENCE = Whole.atLeast("patience", 1, 3);
    static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside them
     */
    public EarlyStopping {
        PATIENCE.require(patience);
        minDelta = MIN_DELTA.require(minDelta);
    }
}
