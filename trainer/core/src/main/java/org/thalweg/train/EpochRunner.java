package org.thalweg.train;

import java.util.List;
import java.util.Optional;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.WeightRanges;

/** What happens within the epochs of a run: the parameters go down. Holds them, and all that the descent remembers. */
sealed interface EpochRunner permits BatchEpochs, LbfgsEpochs {

    /**
     * What an epoch's steps came to; see {@link EpochResult}.
     *
     * @param steps taken since the run's begin
     */
    record Sums(
            long steps, long rows, double loss, double gradientNorm, double learningRate, List<LayerSummary> layers) {}

    /** A runner at a run's begin. */
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

    /** Called after every step, or steps taken together, but an epoch's last. */
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
     * Goes through an epoch, or what is left of it.
     *
     * @param afterStep may ask for the {@link #state} and the {@link #progress}
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted; its interrupt flag stays set
     */
    Sums run(int epoch, AfterStep afterStep);

    /** How far the epoch under way has come; {@link EpochProgress#NONE} between epochs. Its seconds are not told. */
    EpochProgress progress();

    /** All that the descent remembers. */
    DescentState state();

    /**
     * Goes to where a descent of the same settings stood.
     *
     * @throws IllegalArgumentException if the state is not one of such a descent
     */
    void restore(DescentState state, EpochProgress progress);

    /** Halves the learning rate so many times, from the one of the settings. */
    void slow(int times);

    /** The parameters that are judged and kept; valid until the next epoch. */
    float[] evaluated();

    /** Is told what an epoch came to. */
    void evaluatedAs(EpochResult result);

    /** Why no further epoch would do better; empty where one may. */
    Optional<StoppedBy> end();
}
