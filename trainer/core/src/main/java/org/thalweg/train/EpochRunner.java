package org.thalweg.train;

import java.util.List;
import java.util.Optional;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.WeightRanges;

/** Runs the steps of an epoch. Holds the parameters and the state of the descent. */
sealed interface EpochRunner permits BatchEpochs, LbfgsEpochs {

    /**
     * The sums over an epoch's steps; see {@link EpochResult}.
     *
     * @param steps taken since the start of the run
     */
    record Sums(
            long steps, long rows, double loss, double gradientNorm, double learningRate, List<LayerSummary> layers) {}

    /** A runner at the start of a run. */
    static EpochRunner of(
            GradientEngine engine,
            TrainingSettings settings,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] initial) {
        if (settings.descent() instanceof Lbfgs lbfgs) {
            return new LbfgsEpochs(lbfgs, settings, engine.plan(), guard, weights, listener, initial.clone());
        }
        return new BatchEpochs(
                (GradientDescent) settings.descent(), settings, engine, guard, weights, listener, initial.clone());
    }

    /** Called after every update (one step or one local round) except the last of an epoch. */
    interface AfterStep {
        /**
         * Steps have been taken.
         *
         * @param steps since the run's start
         * @param together of them, since the last call
         */
        void taken(long steps, int together);
    }

    /**
     * Runs an epoch, or the rest of it.
     *
     * @param afterStep may ask for the {@link #state} and the {@link #progress}
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted; its interrupt flag stays set
     */
    Sums run(int epoch, AfterStep afterStep);

    /** The progress of the current epoch, without its seconds; {@link EpochProgress#NONE} between epochs. */
    EpochProgress progress();

    /** A copy of the state of the descent. */
    DescentState state();

    /**
     * Restores the state of a descent of the same settings.
     *
     * @throws IllegalArgumentException if the state does not fit these settings
     */
    void restore(DescentState state, EpochProgress progress);

    /** Sets the learning rate to that of the settings, halved this many times. */
    void slow(int times);

    /** The parameters to evaluate and return; valid until the next epoch. */
    float[] evaluated();

    /** Called with the result of an epoch after its evaluation. */
    void evaluatedAs(EpochResult result);

    /** The reason why no further epoch can improve; empty if one may. */
    Optional<StoppedBy> end();
}
