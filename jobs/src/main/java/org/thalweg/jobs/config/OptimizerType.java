package org.thalweg.jobs.config;

import java.util.List;

/** The optimizers, as the job file's {@code optimizer.type} names them. */
public enum OptimizerType implements YamlName {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAM,
    ADAM_W;

    static final List<OptimizerType> WITH_MOMENTUM = List.of(MOMENTUM, NESTEROV);
    static final List<OptimizerType> ADAPTIVE = List.of(ADAM, ADAM_W);
}
