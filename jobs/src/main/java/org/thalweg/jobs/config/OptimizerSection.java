package org.thalweg.jobs.config;

import java.util.Objects;
import java.util.OptionalDouble;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Setting;

/**
 * The job file's {@code optimizer}.
 *
 * @param rule the update rule, with its own settings
 * @param learningRate above 0
 * @param l2 the weight of the squared weights in the loss, at least 0
 * @param clipNorm the largest norm a gradient may have, above 0; empty for no clipping
 * @param schedule the learning rate's course
 */
public record OptimizerSection(
        Optimizer rule, double learningRate, double l2, OptionalDouble clipNorm, Schedule schedule) {
    static final String DEFAULT_RULE = "adam";
    static final String DEFAULT_SCHEDULE = "constant";
    static final Setting WARM_UP_EPOCHS = Setting.atLeast("warmUpEpochs", 0, 0);
    static final Setting LEARNING_RATE = Setting.above("learningRate", 0, 0.001);
    static final Setting L2 = Setting.atLeast("l2", 0, 0);
    static final Setting CLIP_NORM = Setting.above("clipNorm", 0, 1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside them
     */
    public OptimizerSection {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(schedule, "schedule");
        learningRate = LEARNING_RATE.require(learningRate);
        l2 = L2.require(l2);
        clipNorm.ifPresent(CLIP_NORM::require);
    }
}
