package org.thalweg.train;

import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/**
 * What is trained on which steps: all that a worker needs to know beside the parameters and the rows.
 *
 * @param seed of the run: decides the row keys and the epochs' orders
 */
public record TrainingPlan(Network network, Loss loss, Batches batches, long seed) {
    /** Checks that the loss goes with the network. */
    public TrainingPlan {
        loss.requireGoesWith(network);
    }
}
