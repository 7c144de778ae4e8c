package org.thalweg.spark.config;

import java.util.Objects;
import org.thalweg.nn.Loss;

/**
 * What fitting a network to rows needs to know, whoever asks for it.
 *
 * @param task what the network learns
 * @param seed the seed of all randomness
 * @param data the rows
 * @param network the network's shape
 * @param loss what training makes small
 * @param optimizer how it makes it small
 * @param training for how long, and in what portions
 */
public record FitSettings(
        Task task,
        long seed,
        DataSection data,
        NetworkSection network,
        Loss loss,
        OptimizerSection optimizer,
        TrainingSection training) {
    /** Requires every part. */
    public FitSettings {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(training, "training");
    }
}
