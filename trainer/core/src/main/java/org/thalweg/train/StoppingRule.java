package org.thalweg.train;

import java.util.List;
import org.thalweg.model.Task;

/** When training ends before its last epoch: a function of the epochs' results only. */
public sealed interface StoppingRule permits EarlyStopping, LossChange, TimeLimit, Target {
    /** The reason to report when this rule ends a run. */
    StoppedBy reason();

    /** Why it ends a run, as people read it. */
    default String text() {
        return reason().message();
    }

    /**
     * Whether training ends after these epochs, at least one.
     *
     * @param history in order
     */
    boolean stops(List<EpochResult> history);

    /**
     * The same rule over histories whose losses are reported in other units: differences of losses that it asks for are of
     * the loss that training minimises.
     *
     * @param lossUnit what a loss of 1 is in the history
     */
    default StoppingRule inUnits(double lossUnit) {
        return this;
    }

    /**
     * Refuses a run that does not measure what the rule asks for.
     *
     * @param validates whether every epoch is validated
     * @throws IllegalArgumentException if so
     */
    default void requireMeasured(boolean validates, Task task) {}
}
