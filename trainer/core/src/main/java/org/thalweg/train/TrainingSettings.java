package org.thalweg.train;

import java.util.List;
import java.util.Objects;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;

/**
 * The settings of a run: the optimizer, and when training ends.
 *
 * @param epochs 1 or more: the most times that every row is taken, or the most iterations of L-BFGS
 * @param descent by which steps
 * @param penalty on weights (not biases); reported losses do not include it
 * @param stopping rules that end training before the last epoch; if several apply, the first is reported
 * @param divergence what training does when the loss diverges
 * @param localSteps how many steps each lane takes on its own
 */
public record TrainingSettings(
        int epochs,
        Descent descent,
        Penalty penalty,
        List<StoppingRule> stopping,
        Divergence divergence,
        LocalSteps localSteps) {
    /** Checks the ranges, and copies the list. */
    public TrainingSettings {
        Objects.requireNonNull(descent, "descent");
        Objects.requireNonNull(penalty, "penalty");
        Objects.requireNonNull(divergence, "divergence");
        Objects.requireNonNull(localSteps, "localSteps");
        stopping = List.copyOf(stopping);
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs: expected 1 or more, found " + epochs);
        }
        if (descent instanceof Lbfgs && penalty.l1() > 0) {
            throw new IllegalArgumentException(
                    "l1: expected 0 with L-BFGS, which needs a smooth loss, found " + penalty.l1());
        }
        if (descent instanceof Lbfgs && !localSteps.isNone()) {
            throw new IllegalArgumentException("localSteps: expected 1 with L-BFGS, found " + localSteps.count());
        }
        if (descent instanceof Lbfgs && divergence == Divergence.BACK_OFF) {
            throw new IllegalArgumentException(
                    "divergence: expected stop with L-BFGS, which has no learning rate to" + " halve, found backOff");
        }
    }

    /** Without a penalty, all epochs. */
    public static TrainingSettings of(int epochs, Descent descent) {
        return new TrainingSettings(epochs, descent, Penalty.NONE, List.of(), Divergence.STOP, LocalSteps.NONE);
    }

    /** Steps of an optimizer at a constant rate, without penalty and clipping, all epochs. */
    public static TrainingSettings of(int epochs, Optimizer optimizer, double learningRate) {
        return of(epochs, GradientDescent.of(optimizer, learningRate));
    }

    /** With a penalty. */
    public TrainingSettings with(Penalty other) {
        return new TrainingSettings(epochs, descent, other, stopping, divergence, localSteps);
    }

    /** With these rules of stopping in place of others. */
    public TrainingSettings with(StoppingRule... rules) {
        return new TrainingSettings(epochs, descent, penalty, List.of(rules), divergence, localSteps);
    }

    /** With this done where the run diverges. */
    public TrainingSettings with(Divergence other) {
        return new TrainingSettings(epochs, descent, penalty, stopping, other, localSteps);
    }

    /** With steps that each lane takes alone. */
    public TrainingSettings with(LocalSteps other) {
        return new TrainingSettings(epochs, descent, penalty, stopping, divergence, other);
    }
}
