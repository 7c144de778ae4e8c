package org.thalweg.train;

import java.util.List;

/**
 * A finished run.
 *
 * @param parameters the trained ones: the last, or with early stopping the best by validation loss, unless a target was
 *     reached by the last
 * @param epochs in order
 * @param bestEpoch the epoch that the parameters come from, from 0
 * @param stoppedBy why it ended
 */
public record TrainingResult(float[] parameters, List<EpochResult> epochs, int bestEpoch, StoppedBy stoppedBy) {
    /** The steps taken. */
    public long steps() {
        return epochs.get(epochs.size() - 1).steps();
    }

    /** Whether a stopping rule ended the run before its last epoch. */
    public boolean stoppedEarly() {
        return stoppedBy != StoppedBy.EPOCHS;
    }
}
