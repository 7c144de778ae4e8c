package org.thalweg.train;

import java.util.function.Supplier;

/** Receives the state of a run at chosen steps, on the thread of the training loop. */
public interface Checkpoints {
    /** Takes no checkpoints. */
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
     * Whether a checkpoint is due now.
     *
     * @param steps taken since the start of the run
     * @param together how many of them belong to the last update: there is no state between them
     * @param epochs completed
     * @param epochEnds whether the last step completed an epoch, which has been evaluated
     */
    boolean isDue(long steps, int together, int epochs, boolean epochEnds);

    /** Takes a checkpoint that is due. A failure must not end the run. */
    void take(RunState state);

    /** Whether the run must stop now, with the last checkpoint as its state. Called after each step and each epoch. */
    default boolean endsRun() {
        return false;
    }

    /**
     * Called after the last step and its evaluation. What follows (final metrics, the model file) does not change the
     * state.
     *
     * @param state of the run; may be called on any thread
     */
    default void atEnd(Supplier<RunState> state) {}
}
