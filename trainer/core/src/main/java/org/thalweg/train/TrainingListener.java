package org.thalweg.train;

/** Receives the progress of a run, on the thread of the training loop. */
public interface TrainingListener {
    /** Does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * After a step.
     *
     * @param step of the whole run, from 0
     * @param steps of the whole run, if it is not stopped early; 0 if unknown
     * @param rows of the step
     * @param loss the step's mean loss
     */
    default void onStep(long step, long steps, long rows, double loss) {}

    /**
     * After a run went back to the start of an epoch that diverged.
     *
     * @param times how often the learning rate has been halved by now
     */
    default void onBackOff(DivergedException why, int times) {}

    /**
     * After it has been measured how many steps each lane takes alone.
     *
     * @param count of a round
     * @param overhead seconds of a round beside its arithmetic; 0 where nothing is sent
     * @param arithmetic seconds of a step
     */
    default void onLocalSteps(int count, double overhead, double arithmetic) {}

    /** After an epoch and its validation. */
    default void onEpoch(EpochResult result) {}
}
