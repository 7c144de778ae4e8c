package org.thalweg.parity;

import org.thalweg.data.Scaling;
import org.thalweg.parity.LearningProblem.Settings;
import org.thalweg.train.Batches;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** Trains as Thalweg does, over lanes: the one place of this package that calls the training loop. */
public final class LaneTrainer {
    /** What stands for the default of the rows that a lane adds to a step. */
    static final int DEFAULT_LANE_ROWS = Batches.AUTO;

    private LaneTrainer() {}

    /**
     * The parameters after all epochs.
     *
     * @param initial parameters to start from, not changed
     * @param precision that gradients are rounded to
     */
    public static float[] train(LearningProblem problem, float[] initial, long seed, GradientPrecision precision) {
        Settings settings = problem.settings();
        Batches batches = Batches.of(settings.batchSize(), settings.laneRows());
        TrainingPlan plan = new TrainingPlan(problem.network(), problem.loss(), batches, seed).with(precision);
        LocalRows rows = LocalRows.pack(problem.training(), seed, batches, 0, statistics -> Scaling.NONE);
        TrainingSettings steps = TrainingSettings.of(settings.epochs(), settings.optimizer(), settings.learningRate());
        try (LocalEngine engine = new LocalEngine(plan, rows, 1)) {
            return new Trainer(engine, steps, TrainingListener.NONE)
                    .train(initial)
                    .parameters();
        }
    }
}
