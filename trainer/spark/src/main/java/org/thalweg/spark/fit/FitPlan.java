package org.thalweg.spark.fit;

import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Network;
import org.thalweg.nn.Sigmoid;
import org.thalweg.optim.Descent;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.GradientDescent;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** Converts settings to the trainer's own types. */
public final class FitPlan {
    private final FitSettings settings;

    /** A plan from settings. */
    public FitPlan(FitSettings settings) {
        this.settings = settings;
    }

    /**
     * The plan for rows of these widths; a single sigmoid output is enough for two classes.
     *
     * @throws SettingsException if the settings do not describe a valid network
     */
    public TrainingPlan plan(int inputs, int classesOrTargets, boolean sparse) {
        Activation output = settings.network().output();
        boolean oneForTwo = settings.task() == Task.CLASSIFICATION && output instanceof Sigmoid;
        if (oneForTwo && classesOrTargets != 2) {
            throw new SettingsException(KeyText.of("network.output") + ": expected softmax for " + classesOrTargets
                    + " classes, found sigmoid, which is for two classes");
        }
        Network network =
                network(inputs, oneForTwo ? 1 : classesOrTargets, output).withSparse(sparse);
        return new TrainingPlan(
                        network,
                        settings.loss(),
                        settings.training().batches(),
                        settings.seed(),
                        settings.task(),
                        new Dropout(settings.network().dropout()))
                .with(settings.training().wire());
    }

    /**
     * The memory that training a network needs on the driver's heap, as a text.
     *
     * @throws SettingsException if there is not enough memory
     */
    String room(Network network) {
        DriverMemory heap = DriverMemory.ofHeap();
        long needed = heap.requireRoomFor(
                network.parameterCount(), settings.optimizer().descent().arrayCount());
        return "room: the network takes " + RowStorage.megabytes(needed) + " of the driver's heap of "
                + RowStorage.megabytes(heap.heapBytes()) + ", including the optimizer's arrays ("
                + KeyText.of("optimizer.type") + ") and copies of the weights and gradients";
    }

    private Network network(int inputs, int outputs, Activation output) {
        Activation hidden = settings.network().activation();
        try {
            Network dense = Network.of(inputs, settings.network().hidden(), hidden, outputs, output);
            return settings.network().layerNormalisation() ? dense.withLayerNormalisation() : dense;
        } catch (IllegalArgumentException e) {
            throw new SettingsException(KeyText.of("network.hidden") + ": " + e.getMessage() + "; take fewer units");
        }
    }

    /**
     * The reason why a driver with this JVM's heap would refuse to train a network; empty if there is enough memory.
     *
     * @return a message without advice, with its keys {@linkplain KeyText marked}
     */
    public Optional<String> lackOfRoom(Network network) {
        return DriverMemory.ofHeap()
                .lackFor(
                        network.parameterCount(), settings.optimizer().descent().arrayCount());
    }

    Initialisation initialisation() {
        return settings.network().initialisation();
    }

    Scaling.Kind scaling() {
        return settings.data().scale();
    }

    /** The scaling of targets, from the statistics of the training rows. */
    TargetScaling targetScaling(FeatureStatistics statistics) {
        return settings.data().scaleTarget() == TargetScale.NONE || statistics.rows() == 0
                ? TargetScaling.NONE
                : TargetScaling.standard(statistics);
    }

    /**
     * The trainer's settings.
     *
     * @param rows the number of training rows, 1 or more
     */
    TrainingSettings training(long rows) {
        OptimizerSection optimizer = settings.optimizer();
        OptionalDouble averaging = settings.training().averaging();
        Descent descent = optimizer.descent();
        if (averaging.isPresent()) {
            descent = ((GradientDescent) descent).with(new ExponentialAverage(averaging.getAsDouble()));
        }
        return new TrainingSettings(
                settings.training().epochsFor(rows),
                descent,
                optimizer.penalty(),
                settings.training().stopping(),
                settings.training().divergence(),
                settings.training().localSteps());
    }
}
