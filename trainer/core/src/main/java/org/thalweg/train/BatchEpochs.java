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
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.Plateau;
import org.thalweg.optim.WeightRanges;

/**
 * Epochs of gradient descent over batches.
 *
 * <p>A step: the engine's sum, divided once by its weight; the penalty's gradient; clipping; the optimizer; the moving
 * average.
 */
final class BatchEpochs implements EpochRunner {
    /** Parameters that one thread takes at a time: fewer take less time than the hand-over to another thread. */
    private static final int PART = 1 << 16;

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
    private final GradientEngine engine;
    private final double[] squares; // the gradient's, summed by part
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
        this.engine = engine;
        this.squares = new double[(parameters.length + PART - 1) / PART];
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
        float inverse = (float) (1 / sum.weight());
        if (settings.penalty().equals(Penalty.NONE)) {
            forEachPart((part, from, end) -> {
                Kernels.scaleInPlace(gradient, inverse, from, end);
                squares[part] = Kernels.sumOfSquares(gradient, from, end - from);
            });
        } else {
            Kernels.scaleInPlace(gradient, inverse);
            settings.penalty().addGradient(gradient, parameters, weights);
            forEachPart((part, from, end) -> squares[part] = Kernels.sumOfSquares(gradient, from, end - from));
        }
        double norm = Math.sqrt(Arrays.stream(squares).reduce(0, Double::sum));
        guard.requireConverging(epoch, step, sum, norm);
        boolean clips = norm > descent.clipNorm();
        float clip = (float) (descent.clipNorm() / norm);
        state.countStep(parameters, gradient);
        Optimizer.Rule rule = descent.optimizer().rule(rate, state, weights);
        forEachPart((part, from, end) -> {
            if (clips) {
                Kernels.scaleInPlace(gradient, clip, from, end);
            }
            rule.apply(parameters, gradient, from, end);
        });
        if (average != null) {
            descent.average().update(parameters, average);
        }
        return norm;
    }

    private interface PartOfParameters {
        void on(int part, int from, int end);
    }

    /** Does something with all parameters, in parts of one size on the engine's threads. */
    private void forEachPart(PartOfParameters action) {
        int length = parameters.length;
        engine.forEachPart(squares.length, part -> action.on(part, part * PART, Math.min(length, (part + 1) * PART)));
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
