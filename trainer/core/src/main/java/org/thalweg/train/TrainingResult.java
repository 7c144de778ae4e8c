package org.thalweg.train;

import java.util.List;

/**
 * A finished run.
 *
 * @param parameters the trained ones: the last, or with early stopping the best by validation loss
 * @param epochs in order
 * @param bestEpoch the epoch that the parameters come from, from 0
 * @param stoppedEarly whether patience ran out before the epochs did
 */
public record TrainingResult(float[] parameters, List<EpochResult> epochs, int bestEpoch, boolean stoppedEarly) {
    /** The steps taken. */
    public long steps() {
        return epochs.get(epochs.size() - 1).steps();
    }
}
