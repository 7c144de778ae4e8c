package org.thalweg.checkpoint;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When checkpoints are taken: whenever one of these conditions holds.
 *
 * @param everySteps 1 or more; empty for no condition on steps
 * @param everyEpochs 1 or more; empty for no condition on epochs
 * @param everySeconds above 0: at the end of the first step after this time; empty for no condition on time
 */
public record CheckpointSchedule(OptionalInt everySteps, OptionalInt everyEpochs, OptionalDouble everySeconds) {
    /** Checks the ranges. */
    public CheckpointSchedule {
        everySteps.ifPresent(steps -> requireAbove0("everySteps", steps));
        everyEpochs.ifPresent(epochs -> requireAbove0("everyEpochs", epochs));
        everySeconds.ifPresent(seconds -> requireAbove0("everySeconds", seconds));
    }

    private static void requireAbove0(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + ": expected above 0, found " + value);
        }
    }

    /**
     * Whether a checkpoint is due.
     *
     * @param steps since the start of the run
     * @param together how many of the last steps were one unit, without a state in between
     * @param epochs completed
     * @param epochEnds whether the last step ended an epoch
     * @param seconds since the last checkpoint, or since the start
     */
    boolean isDue(long steps, int together, int epochs, boolean epochEnds, double seconds) {
        return everySteps.isPresent() && steps % everySteps.getAsInt() < together
                || everyEpochs.isPresent() && epochEnds && epochs % everyEpochs.getAsInt() == 0
                || everySeconds.isPresent() && seconds >= everySeconds.getAsDouble();
    }
}
