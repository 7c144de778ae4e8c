package org.thalweg.checkpoint;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a run's state is written down: whenever one of these says so.
 *
 * @param everySteps 1 or more; empty for not by steps
 * @param everyEpochs 1 or more; empty for not by epochs
 * @param everySeconds above 0: at the first step's end after so long; empty for not by time
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
     * Whether it is time.
     *
     * @param steps taken since the run's start
     * @param together the last of them, between which there was no state
     * @param epochs done
     * @param epochEnds whether the last step ended one
     * @param seconds since the state was last taken, or since the begin
     */
    boolean isDue(long steps, int together, int epochs, boolean epochEnds, double seconds) {
        return everySteps.isPresent() && steps % everySteps.getAsInt() < together
                || everyEpochs.isPresent() && epochEnds && epochs % everyEpochs.getAsInt() == 0
                || everySeconds.isPresent() && seconds >= everySeconds.getAsDouble();
    }
}
