package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.data.RowSurvey;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Network;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.Plateau;
import org.thalweg.optim.WeightRanges;

/**
 * The training loop: gradient descent over a {@link GradientEngine}. It exists once, above the seam, so that a run has
 * the same bits on every engine.
 *
 * <p>A step: the engine's sum, divided once by its weight; the penalty's gradient; clipping; the optimizer; the moving average.
 */
public final class Trainer {
    /** A loss this many times the first step's has left the valley for good, though it is still a number. */
    private static final double DIVERGED_FACTOR = 1e6;

    private final GradientEngine engine;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Network network;
    private final WeightRanges weights;
    private final long stepsPerEpoch;
    private double firstLoss = Double.NaN;
    private Plateau plateau;
    private OptimizerState average;

    /** A loop over an engine's rows. */
    public Trainer(GradientEngine engine, TrainingSettings settings, TrainingListener listener) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        this.network = engine.plan().network();
        this.weights = weightRanges(network);
        RowSurvey rows = engine.rows();
        this.stepsPerEpoch = engine.plan().batches().stepsPerEpoch(rows.trainingRows());
        if (rows.training() == 0) {
            throw new IllegalArgumentException("training rows: expected at least one, found none of "
                    + (rows.training() + rows.heldOut()) + "; hold fewer out");
        }
        if (settings.patience() > 0 && !engine.hasValidation()) {
            throw new IllegalArgumentException(
                    "early stopping: expected validation rows, found none; hold some out or give them");
        }
    }

    private static WeightRanges weightRanges(Network network) {
        List<WeightRanges.Range> ranges = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            ranges.add(new WeightRanges.Range(network.weightOffset(l), network.weightCount(l)));
        }
        return new WeightRanges(ranges);
    }

    /**
     * Trains.
     *
     * @param initial parameters to start from, not changed
     * @throws DivergedException if a loss, a gradient or a parameter is not finite
     * @throws TrainingCancelledException if the thread was interrupted; its interrupt flag stays set
     */
    public TrainingResult train(float[] initial) {
        float[] parameters = initial.clone();
        OptimizerState state = settings.optimizer().newState(parameters.length);
        plateau = settings.plateau() == null ? null : settings.plateau().start();
        average = settings.average() == null ? null : settings.average().newState(parameters);
        List<EpochResult> history = new ArrayList<>();
        float[] best = parameters;
        int bestEpoch = 0;
        double bestLoss = Double.POSITIVE_INFINITY;
        boolean stopped = false;
        for (int epoch = 0; epoch < settings.epochs() && !stopped; epoch++) {
            EpochResult result = epoch(epoch, parameters, state);
            history.add(result);
            listener.onEpoch(result);
            Evaluation validation = result.validation();
            if (plateau != null) {
                plateau = plateau.next(validation == null ? result.trainLoss() : validation.loss());
            }
            if (settings.patience() == 0) {
                bestEpoch = epoch;
            } else if (validation.loss() < bestLoss - settings.minDelta() || epoch == 0) {
                bestLoss = validation.loss();
                bestEpoch = epoch;
                best = judged(parameters).clone();
            } else {
                stopped = epoch - bestEpoch >= settings.patience();
            }
        }
        return new TrainingResult(
                settings.patience() == 0 ? judged(parameters) : best, List.copyOf(history), bestEpoch, stopped);
    }

    /** The parameters that are judged and kept: the moving average, where there is one. */
    private float[] judged(float[] parameters) {
        return average == null ? parameters : settings.average().average(average);
    }

    private EpochResult epoch(int epoch, float[] parameters, OptimizerState state) {
        long start = System.nanoTime();
        double loss = 0;
        double weight = 0;
        double norms = 0;
        double rate = 0;
        long rows = 0;
        for (long index = 0; index < stepsPerEpoch; index++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new TrainingCancelledException("interrupted at epoch " + (epoch + 1) + ", step " + (index + 1));
            }
            long step = epoch * stepsPerEpoch + index;
            rate = settings.learningRate()
                    * settings.schedule().factor(step, stepsPerEpoch, settings.epochs())
                    * (plateau == null ? 1 : plateau.factor());
            GradientSum sum = engine.gradient(parameters, new Step(epoch, index));
            requireEveryRowOnce(step, index, sum.rows());
            norms += descend(epoch, step, parameters, sum, rate, state);
            loss += sum.loss();
            weight += sum.weight();
            rows += sum.rows();
            listener.onStep(step, stepsPerEpoch * settings.epochs(), sum.rows(), sum.loss() / sum.weight());
        }
        int bad = Kernels.firstNonFinite(parameters, 0, parameters.length);
        if (bad >= 0) {
            String where = network.tensorOf(bad) + " that are not finite";
            throw new DivergedException(epoch, state.steps() - 1, loss / weight, where, settings.learningRate());
        }
        Evaluation validation = engine.hasValidation() ? engine.evaluate(judged(parameters), Split.VALIDATION) : null;
        if (validation != null && !Double.isFinite(validation.loss())) {
            String where = "a validation loss that is not finite, " + validation.loss();
            throw new DivergedException(epoch, state.steps() - 1, loss / weight, where, settings.learningRate());
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new EpochResult(
                epoch, state.steps(), rows, loss / weight, validation, norms / stepsPerEpoch, rate, seconds);
    }

    /** One step of gradient descent; returns the mean gradient's norm before clipping. */
    private double descend(
            int epoch, long step, float[] parameters, GradientSum sum, double rate, OptimizerState state) {
        float[] gradient = sum.gradient();
        Kernels.scaleInPlace(gradient, (float) (1 / sum.weight()));
        settings.penalty().addGradient(gradient, parameters, weights);
        double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
        requireConverging(epoch, step, sum.loss() / sum.weight(), norm, gradient);
        if (norm > settings.clipNorm()) {
            Kernels.scaleInPlace(gradient, (float) (settings.clipNorm() / norm));
        }
        settings.optimizer().step(parameters, gradient, rate, state, weights);
        if (average != null) {
            settings.average().update(parameters, average);
        }
        return norm;
    }

    private void requireConverging(int epoch, long step, double loss, double norm, float[] gradient) {
        if (step == 0) {
            firstLoss = loss;
        }
        if (!Double.isFinite(norm) || !Double.isFinite(loss)) {
            int bad = Kernels.firstNonFinite(gradient, 0, gradient.length);
            String where = bad < 0 ? "a loss" : "a gradient of " + network.tensorOf(bad);
            throw new DivergedException(epoch, step, loss, where + " that is not finite", settings.learningRate());
        }
        if (loss > DIVERGED_FACTOR * Math.max(1, firstLoss)) {
            String where = "a loss over a million times the first step's, " + firstLoss;
            throw new DivergedException(epoch, step, loss, where, settings.learningRate());
        }
    }

    /** The guard of the promise that every row counts once: it holds before a step changes any parameter. */
    private void requireEveryRowOnce(long step, long index, long rows) {
        long expected = engine.plan().batches().rowsOfStep(index, engine.rows().trainingRows());
        if (rows != expected) {
            throw new IllegalStateException("step " + (step + 1) + ": expected the gradients of " + expected
                    + " rows, each once, found " + rows + "; the parameters are as before the step");
        }
    }
}
