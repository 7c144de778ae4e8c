package org.thalweg.jobs.config;

/** The activation of the hidden layers. */
public enum Activation implements YamlName {
    RELU,
    SIGMOID,
    TANH,
    IDENTITY
}
