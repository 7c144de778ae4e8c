package org.thalweg.jobs.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.thalweg.model.Task;
import org.thalweg.nn.Loss;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.Sparse;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.spark.config.Whole;
import org.thalweg.train.Divergence;

/**
 * A job file, whole and valid, with every default filled in.
 *
 * @param name the run's name
 * @param task what the network learns
 * @param seed the seed of all randomness
 * @param data the rows
 * @param network the network's shape
 * @param loss what training makes small
 * @param optimizer how it makes it small
 * @param training for how long, and in what portions
 * @param checkpoint when the run's state is written down
 * @param model where the model is kept
 * @param output where scored rows go
 * @param retrain how the model is trained anew; empty where the file says nothing of it
 */
public record JobFile(
        String name,
        Task task,
        long seed,
        DataSection data,
        NetworkSection network,
        Loss loss,
        OptimizerSection optimizer,
        TrainingSection training,
        CheckpointSection checkpoint,
        ModelSection model,
        OutputSection output,
        Optional<RetrainSection> retrain) {
    static final Whole SEED = new Whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 42);

    /**
     * Checks what holds between sections.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    public JobFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(retrain, "retrain");
        retrain.ifPresent(section -> {
            section.gate().require(GateMetric.of(task));
            section.checks().require(GateMetric.of(task));
        });
        require(task.permits(loss), "loss: expected one of task " + task.label() + ", found " + loss.name());
        require(
                task.permits(network.output(), loss),
                "network.output: expected one of task " + task.label() + " with loss " + loss.name() + ", found "
                        + network.output().name());
        require(
                task == Task.CLASSIFICATION || data.classes().isEmpty(),
                "data.classes: expected only with task classification, found " + task.label());
        require(
                task == Task.CLASSIFICATION || data.classWeights().isEmpty(),
                "data.classWeights: expected only with task classification, found " + task.label());
        require(
                data.scaleTarget().goesWith(task, loss),
                "data.scaleTarget: expected none with task " + task.label() + " and loss " + loss.name()
                        + ", found standard");
        require(
                task != Task.MULTILABEL || data.source() instanceof DataSource.Tabular,
                "data.format: expected one with columns for task multilabel, found "
                        + data.source().format().label());
        require(
                training.validationNeededBy().isEmpty() || data.validation().isPresent(),
                training.validationNeededBy().orElse("") + ": expected only with data.validation, found none");
        require(
                !optimizer.isLbfgs()
                        || training.isFullBatch() && training.averaging().isEmpty(),
                "training: expected batchSize full and no averaging with optimizer.type lbfgs");
        require(
                task.takesLabel()
                        || !(data.source() instanceof DataSource.Tabular tabular)
                        || tabular.columns().label().isEmpty(),
                "data.label: expected none for task " + task.label());
        require(
                task != Task.AUTOENCODER || data.sparse() != Sparse.TRUE,
                "data.sparse: expected false or auto for task autoencoder, found true");
        require(
                (task == Task.AUTOENCODER) != output.columns().isEmpty(),
                "output.columns: expected with task autoencoder, and only there, found " + output.columns());
        require(
                !optimizer.isLbfgs() || training.divergence() == Divergence.STOP,
                "training.onDivergence: expected stop with optimizer.type lbfgs, found backOff");
        require(
                !optimizer.isLbfgs() || !network.drops(),
                "network.dropout: expected 0 with optimizer.type lbfgs, found " + network.dropout());
    }

    /** The effective job, every default filled in, as YAML that reads back to an equal job file. */
    public String toYaml() {
        return JobFileWriter.write(this);
    }

    /** Whether {@link #model} is the store that the model is trained into, and no folder of its own. */
    public boolean isKeptInStore() {
        return retrain.filter(section -> section.store().equals(model.path())).isPresent();
    }

    /** Every key of the effective job on which the weights depend, but for those that say where rows are: by its path. */
    public Map<String, String> identity() {
        return JobFileWriter.identity(this);
    }

    /** Every key of the effective job, by its path. */
    public Map<String, String> flattened() {
        return JobFileWriter.flattened(this);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
