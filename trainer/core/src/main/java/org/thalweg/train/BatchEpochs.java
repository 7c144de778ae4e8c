package org.thalweg.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    private static final String OPTIMIZER = "optimizer";
    private static final String STEPS = "optimizer.steps";
    private static final String NUMBERS = "optimizer.numbers";
    private static final String AVERAGE = "average";
    private static final String PLATEAU_FACTOR = "plateau.factor";
    private static final String PLATEAU_BEST = "plateau.best";
    private static final String PLATEAU_SINCE = "plateau.epochsSince";

    private final GradientDescent descent;
    private final TrainingSettings settings;
    private final Network network;
    private final StepGuard guard;
    private final WeightRanges weights;
    private final TrainingListener listener;
    private final long stepsPerEpoch;
    private final double lossUnit;
    private final float[] parameters;
    private OptimizerState state;
    private OptimizerState average; // null for none
    private Plateau plateau; // null for none
    private double slowed = 1;

    // Of the epoch under way.
    private long taken;
    private long rows;
    private double loss;
    private double weight;
    private double norms;
    private List<LayerFigures> layers = List.of();

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
        this.stepsPerEpoch = engine.order().steps();
        this.lossUnit = engine.plan().lossUnits().mean();
        this.parameters = parameters;
        this.state = descent.optimizer().newState(parameters.length);
        this.average = descent.average() == null ? null : descent.average().newState(parameters);
        this.plateau = descent.plateau() == null ? null : descent.plateau().start();
    }

    @Override
    public Sums run(int epoch, AfterStep afterStep) {
        double rate = 0;
        while (taken < stepsPerEpoch) {
            long step = epoch * stepsPerEpoch + taken;
            rate = rate(step);
            GradientSum sum = guard.gradient(parameters, new Step(epoch, taken), step);
            if (taken == 0) {
                layers = LayerFigures.of(network, parameters, sum);
            }
            norms += descend(epoch, step, sum, rate);
            loss += sum.ownLoss();
            weight += sum.weight();
            rows += sum.rows();
            taken++;
            listener.onStep(step, stepsPerEpoch * settings.epochs(), sum.rows(), sum.ownLoss() / sum.weight());
            if (taken < stepsPerEpoch) {
                afterStep.taken(step + 1);
            }
        }
        guard.requireFinite(epoch, state.steps() - 1, loss / weight, parameters);
        Sums sums = new Sums(state.steps(), rows, loss / weight, norms / stepsPerEpoch, rate, layers);
        go(EpochProgress.NONE);
        return sums;
    }

    private void go(EpochProgress to) {
        taken = to.steps();
        rows = to.rows();
        loss = to.loss();
        weight = to.weight();
        norms = to.norms();
        layers = to.layers();
    }

    @Override
    public EpochProgress progress() {
        return new EpochProgress(taken, rows, loss, weight, norms, layers, 0);
    }

    @Override
    public DescentState state() {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(DescentState.PARAMETERS, parameters.clone());
        facts.put(STEPS, Long.toString(state.steps()));
        facts.put(
                NUMBERS,
                Arrays.stream(state.scalars()).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        for (float[] array : state.arrays()) {
            arrays.put(OPTIMIZER + "." + (arrays.size() - 1), array);
        }
        if (average != null) {
            arrays.put(AVERAGE, descent.average().average(average));
        }
        if (plateau != null) {
            facts.put(PLATEAU_FACTOR, Double.toString(plateau.factor()));
            facts.put(PLATEAU_BEST, Double.toString(plateau.best()));
            facts.put(PLATEAU_SINCE, Integer.toString(plateau.epochsSince()));
        }
        return new DescentState(facts, arrays);
    }

    @Override
    public void restore(DescentState from, EpochProgress progress) {
        if (progress.steps() > 0 && progress.steps() >= stepsPerEpoch) {
            throw new IllegalArgumentException(
                    "state: expected fewer than " + stepsPerEpoch + " steps of an epoch, found " + progress.steps());
        }
        System.arraycopy(from.array(DescentState.PARAMETERS, parameters.length), 0, parameters, 0, parameters.length);
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < from.count(OPTIMIZER); i++) {
            arrays.add(from.array(OPTIMIZER + "." + i, parameters.length));
        }
        String numbers = from.fact(NUMBERS);
        double[] scalars = numbers.isEmpty()
                ? new double[0]
                : Arrays.stream(numbers.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        long steps = Long.parseLong(from.fact(STEPS));
        state = state.restored(steps, arrays, scalars);
        if (average != null) {
            average = average.restored(steps, List.of(from.array(AVERAGE, parameters.length)), new double[0]);
        }
        if (plateau != null) {
            plateau = new Plateau(
                    descent.plateau(),
                    Double.parseDouble(from.fact(PLATEAU_FACTOR)),
                    Double.parseDouble(from.fact(PLATEAU_BEST)),
                    Integer.parseInt(from.fact(PLATEAU_SINCE)));
        }
        go(progress);
    }

    @Override
    public void slow(int times) {
        slowed = Math.scalb(1.0, -times);
    }

    private double rate(long step) {
        return descent.learningRate()
                * descent.schedule().factor(step, stepsPerEpoch, settings.epochs())
                * (plateau == null ? 1 : plateau.factor())
                * slowed;
    }

    /** One step of gradient descent; returns the mean gradient's norm before clipping. */
    private double descend(int epoch, long step, GradientSum sum, double rate) {
        float[] gradient = sum.gradient();
        Kernels.scaleInPlace(gradient, (float) (1 / sum.weight()));
        settings.penalty().addGradient(gradient, parameters, weights);
        double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
        guard.requireConverging(epoch, step, sum, norm);
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
            double loss = result.validation() == null
                    ? result.trainLoss()
                    : result.validation().loss();
            plateau = plateau.next(loss / lossUnit);
        }
    }

    @Override
    public Optional<StoppedBy> end() {
        return Optional.empty();
    }
}
