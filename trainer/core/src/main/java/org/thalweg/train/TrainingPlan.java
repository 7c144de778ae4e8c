package org.thalweg.train;

import java.util.Objects;
import org.thalweg.model.Task;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/**
 * What is trained on which steps: all that a worker needs to know beside the parameters and the rows.
 *
 * @param seed of the run: decides the row keys and the epochs' orders
 * @param task what the outputs are, and so how they are judged
 */
public record TrainingPlan(Network network, Loss loss, Batches batches, long seed, Task task) {
    /** Checks that the loss and the task go with the network. */
    public TrainingPlan {
        Objects.requireNonNull(task, "task");
        loss.requireGoesWith(network);
        if (task == Task.AUTOENCODER && network.outputs() != network.inputs()) {
            throw new IllegalArgumentException(
                    "network: expected as many outputs as inputs (autoencoder), found " + network.shape());
        }
    }

    /** Scratch memory for passes over up to maxRows rows. */
    Backpropagation newPass(int maxRows) {
        return task == Task.AUTOENCODER
                ? Backpropagation.ofAutoencoder(network, loss, maxRows)
                : new Backpropagation(network, loss, maxRows);
    }

    /** A plan of the task that is {@linkplain Task#usual usual} for the network and the loss. */
    public TrainingPlan(Network network, Loss loss, Batches batches, long seed) {
        this(network, loss, batches, seed, Task.usual(network, loss));
    }
}
