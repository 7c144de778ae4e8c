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
            long steps, long rows, double loss, double gradientNorm, double learningRate, List<LayerFigures> layers) {}

    /** A runner at a run's begin. */
    static EpochRunner of(
            GradientEngine engine,
            TrainingSettings settings,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] initial) {
        if (settings.descent() instanceof Lbfgs lbfgs) {
            return new LbfgsEpochs(lbfgs, settings, engine.plan().network(), guard, weights, listener, initial.clone());
        }
        return new BatchEpochs(
                (GradientDescent) settings.descent(), settings, engine, guard, weights, listener, initial.clone());
    }

    /**
     * Goes through an epoch.
     *
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted; its interrupt flag stays set
     */
    Sums run(int epoch);

    /** The parameters that are judged and kept; valid until the next epoch. */
    float[] judged();

    /** Is told what an epoch came to. */
    void judgedAs(EpochResult result);

    /** Why no further epoch would do better; empty where one may. */
    Optional<StoppedBy> end();
}
