package org.thalweg.jobs.config;

import java.util.List;

/** What a network learns; the task decides which losses and output activations make sense. */
public enum Task implements YamlName {
    CLASSIFICATION(List.of(Loss.CROSS_ENTROPY), List.of(OutputActivation.SOFTMAX, OutputActivation.SIGMOID)),
    REGRESSION(
            List.of(Loss.SQUARED_ERROR),
            List.of(OutputActivation.IDENTITY, OutputActivation.SIGMOID, OutputActivation.TANH, OutputActivation.RELU));

    private final List<Loss> losses;
    private final List<OutputActivation> outputs;

    Task(List<Loss> losses, List<OutputActivation> outputs) {
        this.losses = losses;
        this.outputs = outputs;
    }

    /** The losses this task permits; the first is the default. */
    public List<Loss> losses() {
        return losses;
    }

    /** The output activations this task permits; the first is the default. */
    public List<OutputActivation> outputs() {
        return outputs;
    }
}
