package org.thalweg.train;

import java.util.function.Supplier;

/** Is given a run's state from time to time, on the thread of the loop. */
public interface Checkpoints {
    /** Never wants one. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
            return false;
        }

        @Override
        public void take(RunState state) {
            throw new IllegalStateException("no state was asked for");
        }
    };

    /**
     * Whether the state is wanted now.
     *
     * @param steps taken since the run's start
     * @param together the last of them, between which there was no state
     * @param epochs done
     * @param epochEnds whether the last step ended one, which is done and judged
     */
    boolean isDue(long steps, int together, int epochs, boolean epochEnds);

    /** Takes a state that is wanted; what goes wrong with it does not end the run. */
    void take(RunState state);

    /** Whether the run is to end here, with the state that was taken last; asked after each step and each epoch. */
    default boolean endsRun() {
        return false;
    }

    /**
     * The last step has been taken and judged: what follows, the last measurements and the model's file, changes nothing
     * of the state.
     *
     * @param state the run's, for any thread
     */
    default void atEnd(Supplier<RunState> state) {}
}
