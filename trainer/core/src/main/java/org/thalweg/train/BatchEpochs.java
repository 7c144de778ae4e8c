package org.thalweg.train;

import java.util.List;
import java.util.Optional;
import org.thalweg.nn.Network;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.WeightRanges;

/** Epochs of gradient descent over batches: steps of all lanes together, or {@linkplain LocalSteps rounds} of local steps. */
final class BatchEpochs implements EpochRunner {
    private final TrainingSettings settings;
    private final Network network;
    private final StepGuard guard;
    private final TrainingListener listener;
    private final long stepsPerEpoch;
    private final double lossUnit;
    private final DescentMemory memory;
    private final ParameterUpdate gradientStep;
    private final ParameterUpdate localRound; // null where there are no local steps
    private final LocalStepsMeasure measure;

    // State of the current epoch.
    private long taken;
    private long rows;
    private double loss;
    private double weight;
    private double norms;
    private List<LayerSummary> layers = List.of();

    BatchEpochs(
            GradientDescent descent,
            TrainingSettings settings,
            GradientEngine engine,
            StepGuard guard,
            WeightRanges weights,
            TrainingListener listener,
            float[] parameters) {
        this.settings = settings;
        this.network = engine.plan().network();
        this.guard = guard;
        this.listener = listener;
        this.stepsPerEpoch = engine.order().steps();
        this.lossUnit = engine.plan().lossUnits().mean();
        this.memory = new DescentMemory(descent, settings, stepsPerEpoch, parameters);
        ParameterParts parts = new ParameterParts(engine, parameters.length);
        DescentContext run = new DescentContext(descent, settings.penalty(), guard, weights, memory, parts);
        this.gradientStep = new GradientStep(run);
        this.localRound = settings.localSteps().isNone() ? null : new LocalRound(run);
        this.measure = new LocalStepsMeasure(engine, listener);
    }

    @Override
    public Sums run(int epoch, AfterStep afterStep) {
        if (memory.localSteps().isAuto()) {
            memory.setLocalSteps(measure.count(memory));
        }
        while (taken < stepsPerEpoch) {
            Step at = new Step(epoch, taken, together(epoch));
            long step = epoch * stepsPerEpoch + taken;
            ParameterUpdate advance = at.count() == 1 ? gradientStep : localRound;
            GradientSum sum = advance.sum(at, step);
            if (taken == 0) {
                layers = LayerSummary.of(network, memory.parameters(), sum);
            }
            norms += advance.take(at, step, sum);
            loss += sum.ownLoss();
            weight += sum.weight();
            rows += sum.rows();
            taken = at.end();
            long last = step + at.count() - 1;
            listener.onStep(last, stepsPerEpoch * settings.epochs(), sum.rows(), sum.ownLoss() / sum.weight());
            if (taken < stepsPerEpoch) {
                afterStep.taken(last + 1, at.count());
            }
        }
        long steps = memory.state().steps();
        guard.requireFinite(epoch, steps - 1, loss / weight, memory.parameters());
        double rate = memory.rate((epoch + 1) * stepsPerEpoch - 1);
        Sums sums = new Sums(steps, rows, loss / weight, norms / stepsPerEpoch, rate, layers);
        go(EpochProgress.NONE);
        return sums;
    }

    /**
     * The number of steps in the next update: up to the end of the local round or of the epoch. The first step of a run is
     * always a single step, because its loss is the loss before any update.
     */
    private int together(int epoch) {
        if (epoch == 0 && taken == 0) {
            return 1;
        }
        int round = memory.localSteps().countIn(epoch);
        return (int) Math.min(round - taken % round, stepsPerEpoch - taken);
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
        return memory.copy();
    }

    @Override
    public void restore(DescentState from, EpochProgress progress) {
        if (progress.steps() > 0 && progress.steps() >= stepsPerEpoch) {
            throw new IllegalArgumentException(
                    "state: expected fewer than " + stepsPerEpoch + " steps of an epoch, found " + progress.steps());
        }
        memory.restore(from);
        go(progress);
    }

    @Override
    public void slow(int times) {
        memory.slow(times);
    }

    @Override
    public float[] evaluated() {
        return memory.evaluated();
    }

    @Override
    public void evaluatedAs(EpochResult result) {
        double evaluated = result.validation().map(MetricValues::loss).orElse(result.trainLoss());
        memory.evaluation(evaluated / lossUnit);
    }

    @Override
    public Optional<StoppedBy> end() {
        return Optional.empty();
    }
}
