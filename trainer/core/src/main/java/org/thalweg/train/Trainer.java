package org.thalweg.train;

import org.thalweg.data.RowSurvey;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.WeightRanges;

/**
 * Trains on a {@link GradientEngine}: epochs, validation, stopping. All engines share this loop, so that a run has the same
 * bits on each of them.
 */
public final class Trainer {
    private final GradientEngine engine;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final WeightRanges weights;
    private final Checkpoints checkpoints;

    /**
     * A trainer without checkpoints.
     *
     * @throws IllegalArgumentException if there is no row to train on, or the settings do not go with the engine's plan
     */
    public Trainer(GradientEngine engine, TrainingSettings settings, TrainingListener listener) {
        this(engine, settings, listener, Checkpoints.NONE);
    }

    /**
     * A trainer with checkpoints.
     *
     * @throws IllegalArgumentException if there is no row to train on, or the settings do not go with the engine's plan
     */
    public Trainer(
            GradientEngine engine, TrainingSettings settings, TrainingListener listener, Checkpoints checkpoints) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        this.weights = engine.plan().weightRanges();
        this.checkpoints = checkpoints;
        RowSurvey rows = engine.rows();
        if (rows.training() == 0) {
            throw new IllegalArgumentException(
                    "training rows: expected at least one, found none of " + rows.all() + "; hold fewer out");
        }
        TrainingPlan plan = engine.plan();
        if (settings.descent() instanceof Lbfgs && !plan.batches().isFull()) {
            throw new IllegalArgumentException("L-BFGS: expected full batches, found batches of "
                    + plan.batches().sizeFor(rows.training()) + " rows");
        }
        if (settings.descent() instanceof Lbfgs && plan.hasDropout()) {
            throw new IllegalArgumentException("L-BFGS: expected a plan without dropout, as its line search compares"
                    + " losses of the same function, found "
                    + plan.dropout().rates());
        }
        requirePrecision(plan.precision(), settings);
        settings.stopping().forEach(rule -> rule.requireMeasured(engine.hasValidation(), plan.task()));
    }

    /** L-BFGS and local steps do not support rounded gradients. */
    private static void requirePrecision(GradientPrecision precision, TrainingSettings settings) {
        boolean whole =
                settings.descent() instanceof Lbfgs || !settings.localSteps().isNone();
        if (whole && precision != GradientPrecision.FLOAT32) {
            throw new IllegalArgumentException(
                    "gradients: expected float32 with L-BFGS or with local steps, found " + precision.label());
        }
    }

    /**
     * Trains.
     *
     * @param initial parameters to start from, not changed
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted, whose interrupt flag stays set, or the checkpoints
     *     end the run
     */
    public TrainingResult train(float[] initial) {
        return run(initial).toEnd();
    }

    /**
     * Resumes a run of the same plan, settings and rows. The result has the same bits as a run that was never stopped.
     *
     * @throws IllegalArgumentException if the state does not fit the plan and the settings
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted, whose interrupt flag stays set, or the checkpoints
     *     end the run
     */
    public TrainingResult resume(RunState from) {
        int parameters = engine.plan().network().parameterCount();
        return run(from.descent().array(DescentState.PARAMETERS, parameters))
                .from(from)
                .toEnd();
    }

    private TrainingLoop run(float[] parameters) {
        return new TrainingLoop(engine, settings, weights, listener, checkpoints, parameters);
    }
}
