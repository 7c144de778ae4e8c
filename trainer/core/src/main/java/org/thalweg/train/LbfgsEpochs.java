package org.thalweg.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * <p>The objective is Σ weight · C / Σ weight + ½ λ₂ ‖W‖², the rows' mean loss plus the penalty.
 */
final class LbfgsEpochs implements EpochRunner {
    private static final String ARRAY = "lbfgs";
    private static final String STEPS = "lbfgs.steps";
    private static final String ITERATIONS = "lbfgs.iterations";
    private static final String EVALUATIONS = "lbfgs.evaluations";
    private static final String LOSS = "lbfgs.loss";
    private static final String STATUS = "lbfgs.status";
    private static final String OWN_LOSS = "lbfgs.ownLoss"; // where it is another than the loss that is made small

    private final Lbfgs lbfgs;
    private final Penalty penalty;
    private final Network network;
    private final boolean ownUnits; // whether the loss that is reported is another than the one that is made small
    private final StepGuard guard;
    private final WeightRanges weights;
    private final TrainingListener listener;
    private final float[] parameters;
    private LbfgsState state;
    private int epoch;
    private long steps;
    private long rows; // of the epoch
    private List<LayerSummary> layers = List.of(); // of the epoch's first step
    private final Map<Double, Double> ownLosses = new HashMap<>(); // of the epoch's points, by what is made small
    private double ownLoss = Double.NaN; // at the parameters

    LbfgsEpochs(
            Lbfgs lbfgs,
            TrainingSettings settings,
            TrainingPlan plan,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] parameters) {
        this.lbfgs = lbfgs;
        this.penalty = settings.penalty();
        this.network = plan.network();
        this.ownUnits = !plan.lossUnits().areOne();
        this.guard = guard;
        this.weights = weights;
        this.listener = listener;
        this.parameters = parameters;
        this.state = lbfgs.newState(parameters.length);
    }

    @Override
    public Sums run(int epochOfRun, AfterStep afterStep) {
        epoch = epochOfRun;
        rows = 0;
        layers = List.of();
        ownLosses.clear();
        lbfgs.iterate(parameters, this::objective, state);
        ownLoss = ownLosses.getOrDefault(state.loss(), ownLoss);
        double loss = state.loss() - penalty.value(parameters, weights);
        return new Sums(steps, rows, ownUnits ? ownLoss : loss, state.gradientNorm(), state.stepLength(), layers);
    }

    private double objective(float[] w, float[] gradientInto) {
        // Of full batches there is one step an epoch; its bits do not depend on which epoch.
        GradientSum sum = guard.gradient(w, new Step(epoch, 0), steps);
        float[] gradient = sum.gradient();
        if (layers.isEmpty()) {
            layers = LayerSummary.of(network, w, sum);
        }
        Kernels.scaleInPlace(gradient, (float) (1 / sum.weight()));
        penalty.addGradient(gradient, w, weights);
        double loss = sum.loss() / sum.weight();
        if (steps == 0) {
            // The line search handles later points that are not finite.
            double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
            guard.requireFinite(epoch, steps, sum, norm);
        }
        System.arraycopy(gradient, 0, gradientInto, 0, gradient.length);
        rows += sum.rows();
        double own = sum.ownLoss() / sum.weight();
        listener.onStep(steps, 0, sum.rows(), own);
        steps++;
        double value = loss + penalty.value(w, weights);
        ownLosses.put(value, own);
        return value;
    }

    @Override
    public float[] evaluated() {
        return parameters;
    }

    /** There is no state to resume from within an iteration. */
    @Override
    public EpochProgress progress() {
        return EpochProgress.NONE;
    }

    @Override
    public DescentState state() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(DescentState.PARAMETERS, parameters.clone());
        for (float[] array : state.arrays()) {
            arrays.put(ARRAY + "." + (arrays.size() - 1), array);
        }
        Map<String, String> facts = new HashMap<>(Map.of(
                STEPS, Long.toString(steps),
                ITERATIONS, Long.toString(state.iterations()),
                EVALUATIONS, Long.toString(state.evaluations()),
                LOSS, Double.toString(state.loss()),
                STATUS, state.status().name()));
        if (ownUnits) {
            facts.put(OWN_LOSS, Double.toString(ownLoss));
        }
        return new DescentState(facts, arrays);
    }

    @Override
    public void restore(DescentState from, EpochProgress progress) {
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < from.count(ARRAY); i++) {
            arrays.add(from.array(ARRAY + "." + i, parameters.length));
        }
        System.arraycopy(from.array(DescentState.PARAMETERS, parameters.length), 0, parameters, 0, parameters.length);
        state = state.restored(
                Long.parseLong(from.fact(ITERATIONS)),
                Long.parseLong(from.fact(EVALUATIONS)),
                Double.parseDouble(from.fact(LOSS)),
                Lbfgs.Status.valueOf(from.fact(STATUS)),
                arrays);
        steps = Long.parseLong(from.fact(STEPS));
        ownLoss = ownUnits ? Double.parseDouble(from.fact(OWN_LOSS)) : Double.NaN;
    }

    @Override
    public void slow(int times) {
        if (times > 0) {
            throw new IllegalArgumentException("L-BFGS: expected no learning rate to halve, found " + times + " times");
        }
    }

    @Override
    public void evaluatedAs(EpochResult result) {}

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
