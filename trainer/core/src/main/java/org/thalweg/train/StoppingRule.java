package org.thalweg.train;

import java.util.List;
import org.thalweg.model.Task;

/** When training ends before its last epoch: a function of what the epochs came to, and of nothing else. */
public sealed interface StoppingRule permits EarlyStopping, LossChange, TimeLimit, Target {
    /** What is told where this rule ended a run. */
    StoppedBy reason();

    /**
     * Whether training ends after these epochs, at least one.
     *
     * @param history in order
     */
    boolean stops(List<EpochResult> history);

    /**
     * Refuses a run that does not measure what the rule asks for.
     *
     * @param validates whether every epoch is validated
     * @throws IllegalArgumentException if so
     */
    default void requireMeasured(boolean validates, Task task) {}
}
