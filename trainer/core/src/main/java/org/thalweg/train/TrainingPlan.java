package org.thalweg.train;

import java.util.Objects;
import org.thalweg.data.RowSurvey;
import org.thalweg.model.Task;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/**
 * What is trained on which steps: all that a worker needs to know beside the parameters and the rows.
 *
 * @param seed of the run: decides the row keys, the epochs' orders, and what is dropped
 * @param task what the outputs are, and so how they are judged
 * @param dropout of the hidden layers, in gradients alone; no part of the model
 */
public record TrainingPlan(Network network, Loss loss, Batches batches, long seed, Task task, Dropout dropout) {
    /** Checks that the loss, the task and the dropout go with the network. */
    public TrainingPlan {
        Objects.requireNonNull(task, "task");
        loss.requireGoesWith(network);
        dropout.requireFits(network);
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

    /** A plan without dropout, of the task that is {@linkplain Task#usual usual} for the network and the loss. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed) {
        this(network, loss, batches, seed, Task.usual(network, loss));
    }

    /** A plan without dropout. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed, Task task) {
        this(network, loss, batches, seed, task, Dropout.NONE);
    }

    /** The same with dropout. */
    public TrainingPlan with(Dropout other) {
        return new TrainingPlan(network, loss, batches, seed, task, other);
    }

    /** Whether the same parameters and rows have another gradient at every step, as some units are dropped. */
    public boolean hasDropout() {
        return dropout.dropsAny();
    }
}
