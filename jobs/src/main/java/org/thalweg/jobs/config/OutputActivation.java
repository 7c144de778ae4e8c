package org.thalweg.jobs.config;

/** The activation of the last layer; which of them a task permits is told by {@link Task#outputs()}. */
public enum OutputActivation implements YamlName {
    SOFTMAX,
    SIGMOID,
    IDENTITY,
    TANH,
    RELU
}
