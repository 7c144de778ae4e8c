package org.thalweg.train;

import java.util.List;
import java.util.Optional;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Network;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.LbfgsState;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.WeightRanges;

/**
 * Epochs of L-BFGS: each is one iteration, whose line search takes the gradient over all rows once or more.
 *
 * <p>What is made small is Σ weight · C / Σ weight + ½ λ₂ ‖W‖², the rows' mean loss and the penalty.
 */
final class LbfgsEpochs implements EpochRunner {
    private final Lbfgs lbfgs;
    private final Penalty penalty;
    private final Network network;
    private final StepGuard guard;
    private final WeightRanges weights;
    private final TrainingListener listener;
    private final float[] parameters;
    private final LbfgsState state;
    private int epoch;
    private long steps;
    private long rows; // of the epoch
    private List<LayerFigures> layers = List.of(); // of the epoch's first step

    LbfgsEpochs(
            Lbfgs lbfgs,
            TrainingSettings settings,
            Network network,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] parameters) {
        this.lbfgs = lbfgs;
        this.penalty = settings.penalty();
        this.network = network;
        this.guard = guard;
        this.weights = weights;
        this.listener = listener;
        this.parameters = parameters;
        this.state = lbfgs.newState(parameters.length);
    }

    @Override
    public Sums run(int epochOfRun) {
        epoch = epochOfRun;
        rows = 0;
        layers = List.of();
        lbfgs.iterate(parameters, this::objective, state);
        double loss = state.loss() - penalty.value(parameters, weights);
        return new Sums(steps, rows, loss, state.gradientNorm(), state.stepLength(), layers);
    }

    private double objective(float[] w, float[] gradientInto) {
        // Of full batches there is one step an epoch; its bits do not depend on which epoch.
        GradientSum sum = guard.gradient(w, new Step(epoch, 0), steps);
        float[] gradient = sum.gradient();
        if (layers.isEmpty()) {
            layers = LayerFigures.of(network, w, sum);
        }
        Kernels.scaleInPlace(gradient, (float) (1 / sum.weight()));
        penalty.addGradient(gradient, w, weights);
        double loss = sum.loss() / sum.weight();
        if (steps == 0) {
            // Later points that are out of bounds are the line search's to avoid.
            double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
            guard.requireFinite(epoch, steps, loss, norm, gradient);
        }
        System.arraycopy(gradient, 0, gradientInto, 0, gradient.length);
        rows += sum.rows();
        listener.onStep(steps, 0, sum.rows(), loss);
        steps++;
        return loss + penalty.value(w, weights);
    }

    @Override
    public float[] judged() {
        return parameters;
    }

    @Override
    public void judgedAs(EpochResult result) {}

    @Override
    public Optional<StoppedBy> end() {
        return switch (state.status()) {
            case RUNNING -> Optional.empty();
            case GRADIENT_SMALL, LOSS_FLAT -> Optional.of(StoppedBy.CONVERGED);
            case NO_DESCENT -> Optional.of(StoppedBy.NO_DESCENT);
            case START_NOT_FINITE -> throw new IllegalStateException("L-BFGS: expected a start that is finite");
        };
    }
}
