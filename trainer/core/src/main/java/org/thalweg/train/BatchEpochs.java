package org.thalweg.train;

import java.util.List;
import java.util.Optional;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Network;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.Plateau;
import org.thalweg.optim.WeightRanges;

/**
 * Epochs of gradient descent over batches.
 *
 * <p>A step: the engine's sum, divided once by its weight; the penalty's gradient; clipping; the optimizer; the moving
 * average.
 */
final class BatchEpochs implements EpochRunner {
    private final GradientDescent descent;
    private final TrainingSettings settings;
    private final Network network;
    private final StepGuard guard;
    private final WeightRanges weights;
    private final TrainingListener listener;
    private final long stepsPerEpoch;
    private final float[] parameters;
    private final OptimizerState state;
    private final OptimizerState average; // null for none
    private Plateau plateau; // null for none

    BatchEpochs(
            GradientDescent descent,
            TrainingSettings settings,
            GradientEngine engine,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] parameters) {
        this.descent = descent;
        this.settings = settings;
        this.network = engine.plan().network();
        this.guard = guard;
        this.weights = weights;
        this.listener = listener;
        this.stepsPerEpoch = engine.plan().batches().stepsPerEpoch(engine.rows().trainingRows());
        this.parameters = parameters;
        this.state = descent.optimizer().newState(parameters.length);
        this.average = descent.average() == null ? null : descent.average().newState(parameters);
        this.plateau = descent.plateau() == null ? null : descent.plateau().start();
    }

    @Override
    public Sums run(int epoch) {
        double loss = 0;
        double weight = 0;
        double norms = 0;
        double rate = 0;
        long rows = 0;
        List<LayerFigures> layers = List.of();
        for (long index = 0; index < stepsPerEpoch; index++) {
            long step = epoch * stepsPerEpoch + index;
            rate = rate(step);
            GradientSum sum = guard.gradient(parameters, new Step(epoch, index), step);
            if (index == 0) {
                layers = LayerFigures.of(network, parameters, sum);
            }
            norms += descend(epoch, step, sum, rate);
            loss += sum.loss();
            weight += sum.weight();
            rows += sum.rows();
            listener.onStep(step, stepsPerEpoch * settings.epochs(), sum.rows(), sum.loss() / sum.weight());
        }
        guard.requireFinite(epoch, state.steps() - 1, loss / weight, parameters);
        return new Sums(state.steps(), rows, loss / weight, norms / stepsPerEpoch, rate, layers);
    }

    private double rate(long step) {
        return descent.learningRate()
                * descent.schedule().factor(step, stepsPerEpoch, settings.epochs())
                * (plateau == null ? 1 : plateau.factor());
    }

    /** One step of gradient descent; returns the mean gradient's norm before clipping. */
    private double descend(int epoch, long step, GradientSum sum, double rate) {
        float[] gradient = sum.gradient();
        Kernels.scaleInPlace(gradient, (float) (1 / sum.weight()));
        settings.penalty().addGradient(gradient, parameters, weights);
        double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
        guard.requireConverging(epoch, step, sum.loss() / sum.weight(), norm, gradient);
        if (norm > descent.clipNorm()) {
            Kernels.scaleInPlace(gradient, (float) (descent.clipNorm() / norm));
        }
        descent.optimizer().step(parameters, gradient, rate, state, weights);
        if (average != null) {
            descent.average().update(parameters, average);
        }
        return norm;
    }

    /** The moving average, where there is one. */
    @Override
    public float[] judged() {
        return average == null ? parameters : descent.average().average(average);
    }

    @Override
    public void judgedAs(EpochResult result) {
        if (plateau != null) {
            plateau = plateau.next(
                    result.validation() == null
                            ? result.trainLoss()
                            : result.validation().loss());
        }
    }

    @Override
    public Optional<StoppedBy> end() {
        return Optional.empty();
    }
}
