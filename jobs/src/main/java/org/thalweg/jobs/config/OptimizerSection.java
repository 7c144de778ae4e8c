package org.thalweg.jobs.config;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Setting;

/**
 * The job file's {@code optimizer}.
 *
 * @param rule the update rule, with its own settings
 * @param learningRate above 0
 * @param penalty what large weights cost
 * @param clipNorm the largest norm a gradient may have, above 0; empty for no clipping
 * @param schedule the learning rate's course
 * @param plateau how it falls when the loss does not; empty for not at all
 */
public record OptimizerSection(
        Optimizer rule,
        double learningRate,
        Penalty penalty,
        OptionalDouble clipNorm,
        Schedule schedule,
        Optional<ReduceOnPlateau> plateau) {
    static final String DEFAULT_RULE = "adam";
    static final String DEFAULT_SCHEDULE = "constant";
    static final Setting WARM_UP_EPOCHS = Setting.atLeast("warmUpEpochs", 0, 0);
    static final Setting LEARNING_RATE = Setting.above("learningRate", 0, 0.001);
    static final Setting L1 = Setting.atLeast("l1", 0, 0);
    static final String REDUCE_ON_PLATEAU = "reduceOnPlateau";
    static final Setting FACTOR = Setting.inside("factor", ReduceOnPlateau.DEFAULT_FACTOR);
    static final Whole PATIENCE = Whole.atLeast("patience", 1, ReduceOnPlateau.DEFAULT_PATIENCE);
    static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, ReduceOnPlateau.DEFAULT_MIN_DELTA);
    static final Setting MIN_RATE = new Setting("minRate", 0, false, 1, true, ReduceOnPlateau.DEFAULT_MIN_RATE);
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
        penalty = new Penalty(L1.require(penalty.l1()), L2.require(penalty.l2()));
        Objects.requireNonNull(plateau, "plateau");
        clipNorm.ifPresent(CLIP_NORM::require);
    }
}
