package org.thalweg.spark.config;

import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.DifferenceLoss;
import org.thalweg.nn.Identity;
import org.thalweg.nn.Loss;
import org.thalweg.nn.PoissonLoss;
import org.thalweg.settings.Labelled;

/** How a regression's targets are scaled before training: to mean 0 and standard deviation 1, or not. */
public enum TargetScale implements Labelled {
    STANDARD,
    NONE;

    /**
     * The default: standard for a loss that depends on differences only, with output identity. Poisson loss needs counts. A
     * formula, or another output activation, may need targets of a certain range.
     */
    public static TargetScale byDefault(Loss loss, Activation output) {
        return loss instanceof DifferenceLoss && output instanceof Identity ? STANDARD : NONE;
    }

    /** Whether it is valid for a task and its loss. */
    public boolean goesWith(Task task, Loss loss) {
        return this == NONE || task == Task.REGRESSION && !(loss instanceof PoissonLoss);
    }
}
