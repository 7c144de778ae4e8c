package org.thalweg.spark.config;

import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.DifferenceLoss;
import org.thalweg.nn.Identity;
import org.thalweg.nn.Loss;
import org.thalweg.nn.PoissonLoss;
import org.thalweg.settings.Labelled;

/** How a regression's targets are scaled before training: to mean 0 and deviation 1, or not. */
public enum TargetScale implements Labelled {
    STANDARD,
    NONE;

    /**
     * The default: standard with a loss of differences and an output of any number. Poisson's loss needs counts, a formula may
     * be made for numbers of one range, and so is an output activation other than identity.
     */
    public static TargetScale byDefault(Loss loss, Activation output) {
        return loss instanceof DifferenceLoss && output instanceof Identity ? STANDARD : NONE;
    }

    /** Whether it goes with a task's loss. */
    public boolean goesWith(Task task, Loss loss) {
        return this == NONE || task == Task.REGRESSION && !(loss instanceof PoissonLoss);
    }
}
