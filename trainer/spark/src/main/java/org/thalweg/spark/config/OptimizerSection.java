package org.thalweg.spark.config;

import java.util.Objects;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.settings.Setting;

/**
 * The job file's {@code optimizer}.
 *
 * @param descent by which steps, but for the moving average, which is {@code training.averaging}
 * @param penalty what large weights cost
 */
public record OptimizerSection(Descent descent, Penalty penalty) {
    public static final String DEFAULT_RULE = "adam";
    public static final String SCHEDULE = "schedule";
    public static final String DEFAULT_SCHEDULE = "constant";
    public static final Setting WARM_UP_EPOCHS = Setting.atLeast("warmUpEpochs", 0, 0);
    public static final Setting LEARNING_RATE = Setting.above("learningRate", 0, GradientDescent.DEFAULT_LEARNING_RATE);
    public static final Setting L1 = Setting.atLeast("l1", 0, 0);
    public static final String REDUCE_ON_PLATEAU = "reduceOnPlateau";
    public static final Setting FACTOR = Setting.inside("factor", ReduceOnPlateau.DEFAULT_FACTOR);
    public static final Whole PATIENCE = Whole.atLeast("patience", 1, ReduceOnPlateau.DEFAULT_PATIENCE);
    public static final Setting MIN_DELTA = Setting.atLeast("minDelta", 0, ReduceOnPlateau.DEFAULT_MIN_DELTA);
    public static final Setting MIN_RATE = new Setting("minRate", 0, false, 1, true, ReduceOnPlateau.DEFAULT_MIN_RATE);
    public static final Setting L2 = Setting.atLeast("l2", 0, 0);
    public static final Setting CLIP_NORM = Setting.above("clipNorm", 0, 1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside them
     */
    public OptimizerSection {
        Objects.requireNonNull(descent, "descent");
        penalty = new Penalty(L1.require(penalty.l1()), L2.require(penalty.l2()));
        if (isLbfgs(descent) && penalty.l1() > 0) {
            throw new IllegalArgumentException("l1: expected 0 with type lbfgs, found " + penalty.l1());
        }
    }

    /** Whether every step takes all rows, at a length of its own. */
    public boolean isLbfgs() {
        return isLbfgs(descent);
    }

    private static boolean isLbfgs(Descent descent) {
        return descent instanceof Lbfgs;
    }
}
