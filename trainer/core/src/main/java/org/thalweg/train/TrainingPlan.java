package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.WeightRanges;

/**
 * What is trained, and on which steps: everything a worker needs besides the parameters and the rows.
 *
 * @param seed of the run: decides the row keys, the order of each epoch, and dropout
 * @param task decides the metrics
 * @param dropout of the hidden layers, in gradients alone; no part of the model
 * @param targetScaling of the targets that the rows hold: losses and errors are reported in their own units
 * @param precision that gradients are rounded to
 */
public record TrainingPlan(
        Network network,
        Loss loss,
        Batches batches,
        long seed,
        Task task,
        Dropout dropout,
        TargetScaling targetScaling,
        GradientPrecision precision) {
    /** Checks that the loss, the task, the dropout and the target scaling go with the network. */
    public TrainingPlan {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(precision, "precision");
        loss.requireGoesWith(network);
        dropout.requireFits(network);
        if (!targetScaling.isNone() && (task != Task.REGRESSION || targetScaling.targets() != network.outputs())) {
            throw new IllegalArgumentException("target scaling: expected none, or of task regression one of "
                    + network.outputs() + " targets (network " + network.shape() + "), found one of "
                    + targetScaling.targets() + " with task " + task.label());
        }
        if (task == Task.AUTOENCODER && network.outputs() != network.inputs()) {
            throw new IllegalArgumentException(
                    "network: expected as many outputs as inputs (autoencoder), found " + network.shape());
        }
    }

    /**
     * Refuses rows of the form that the network does not read.
     *
     * @throws IllegalArgumentException if they are sparse and it reads dense ones, or the other way round
     */
    public void requireForm(RowSurvey rows) {
        if (rows.total().isSparse() != network.sparse()) {
            throw new IllegalArgumentException(
                    "rows: expected sparse ones for a network that reads such, dense ones for"
                            + " another, found the contrary");
        }
    }

    /** Scratch memory for passes over up to maxRows rows. */
    Backpropagation newPass(int maxRows) {
        return task == Task.AUTOENCODER
                ? Backpropagation.ofAutoencoder(network, loss, dropout, maxRows)
                : new Backpropagation(network, loss, dropout, maxRows);
    }

    /** A plan whose gradients are not rounded. */
    public TrainingPlan(
            Network network,
            Loss loss,
            Batches batches,
            long seed,
            Task task,
            Dropout dropout,
            TargetScaling targetScaling) {
        this(network, loss, batches, seed, task, dropout, targetScaling, GradientPrecision.FLOAT32);
    }

    /** A plan of targets as they are. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed, Task task, Dropout dropout) {
        this(network, loss, batches, seed, task, dropout, TargetScaling.NONE);
    }

    /** A plan without dropout, of the {@linkplain Task#of task} that goes with the network and the loss. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed) {
        this(network, loss, batches, seed, Task.of(network, loss));
    }

    /** A plan without dropout. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed, Task task) {
        this(network, loss, batches, seed, task, Dropout.NONE);
    }

    /** The same with dropout. */
    public TrainingPlan with(Dropout other) {
        return new TrainingPlan(network, loss, batches, seed, task, other, targetScaling, precision);
    }

    /** The same with a target scaling. */
    public TrainingPlan with(TargetScaling other) {
        return new TrainingPlan(network, loss, batches, seed, task, dropout, other, precision);
    }

    /** The same with a precision of gradients. */
    public TrainingPlan with(GradientPrecision other) {
        return new TrainingPlan(network, loss, batches, seed, task, dropout, targetScaling, other);
    }

    /** The network's parameters that penalties and weight decay act on: no biases. */
    WeightRanges weightRanges() {
        List<WeightRanges.Range> ranges = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            ranges.add(new WeightRanges.Range(network.weightOffset(l), network.weightCount(l)));
        }
        return new WeightRanges(ranges);
    }

    /** What its losses are in the targets' own units. */
    LossUnits lossUnits() {
        return LossUnits.of(loss, targetScaling);
    }

    /**
     * Refuses rows for evaluation whose targets are scaled differently.
     *
     * @throws IllegalArgumentException naming both scalings
     */
    public void requireScaling(RowTransforms of) {
        if (!of.targetScaling().equals(targetScaling)) {
            throw new IllegalArgumentException("rows: expected targets scaled as the training rows' are, "
                    + targetScaling + ", found " + of.targetScaling());
        }
    }

    /** Whether units are dropped: the same parameters and rows then have another gradient at every step. */
    public boolean hasDropout() {
        return dropout.dropsAny();
    }
}
