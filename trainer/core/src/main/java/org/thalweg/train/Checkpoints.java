package org.thalweg.train;

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
}
