package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thalweg.data.Split;
import org.thalweg.optim.WeightRanges;

/** One run of the loop, from a state to its end. */
final class TrainingLoop {
    private final GradientEngine engine;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Checkpoints checkpoints;
    private final List<StoppingRule> stopping;
    private final Optional<EarlyStopping> earlyStopping;
    private final StepGuard guard;
    private final EpochRunner runner;
    private final List<EpochResult> history = new ArrayList<>();
    private Optional<float[]> best = Optional.empty(); // never changed, but replaced
    private int backOffs;
    private Optional<DescentState> good = Optional.empty(); // at the start of the epoch, if the run may back off
    private long epochStart;
    private double carriedSeconds; // of the current epoch before the run was resumed

    /** @param parameters the initial ones, not changed */
    TrainingLoop(
            GradientEngine engine,
            TrainingSettings settings,
            WeightRanges weights,
            TrainingListener listener,
            Checkpoints checkpoints,
            float[] parameters) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        this.checkpoints = checkpoints;
        double lossUnit = engine.plan().lossUnits().mean();
        this.stopping =
                settings.stopping().stream().map(rule -> rule.inUnits(lossUnit)).toList();
        this.earlyStopping = stopping.stream()
                .filter(EarlyStopping.class::isInstance)
                .map(EarlyStopping.class::cast)
                .findFirst();
        this.guard = new StepGuard(engine, settings.descent());
        this.runner = EpochRunner.of(engine, settings, guard, weights, listener, parameters);
    }

    /**
     * Resumes from a state.
     *
     * @throws IllegalArgumentException if the state does not fit the plan and the settings
     */
    TrainingLoop from(RunState state) {
        restore(state);
        return this;
    }

    private void restore(RunState from) {
        if (earlyStopping.isPresent() && !from.epochs().isEmpty() && from.best().isEmpty()) {
            throw new IllegalArgumentException("state: expected the best epoch's parameters, found none");
        }
        history.addAll(from.epochs());
        best = from.best();
        backOffs = from.backOffs();
        good = from.good();
        guard.restore(from.firstLoss());
        runner.restore(from.descent(), from.progress());
        slow();
        carriedSeconds = from.progress().seconds();
    }

    private void slow() {
        runner.slow(backOffs);
        guard.slow(backOffs);
    }

    private RunState state() {
        boolean within = runner.progress().steps() > 0;
        return new RunState(
                history,
                runner.progress().after(within ? secondsOfEpoch() : 0),
                runner.state(),
                best,
                guard.firstLoss(),
                backOffs,
                within ? good : Optional.empty());
    }

    private double secondsOfEpoch() {
        return (System.nanoTime() - epochStart) * 1e-9;
    }

    TrainingResult toEnd() {
        Optional<StoppedBy> end = history.isEmpty() || runner.progress().steps() > 0 ? Optional.empty() : end();
        while (end.isEmpty()) {
            EpochResult result = epoch();
            history.add(result);
            listener.onEpoch(result);
            runner.evaluatedAs(result);
            if (earlyStopping.isPresent() && bestEpoch() == result.epoch()) {
                best = Optional.of(runner.evaluated().clone());
            }
            end = end();
            offer(result.steps(), 1, true);
        }
        checkpoints.atEnd(this::state);
        requireNotCancelled(history.get(history.size() - 1).steps());
        boolean last = earlyStopping.isEmpty() || end.get() == StoppedBy.TARGET;
        return new TrainingResult(
                last ? runner.evaluated().clone() : best.orElseThrow(),
                List.copyOf(history),
                last ? history.size() - 1 : bestEpoch(),
                end.get());
    }

    private void offer(long steps, int together, boolean epochEnds) {
        if (checkpoints.isDue(steps, together, history.size(), epochEnds)) {
            checkpoints.take(state());
        }
        requireNotCancelled(steps);
    }

    private void requireNotCancelled(long steps) {
        if (checkpoints.endsRun()) {
            throw new TrainingCancelledException("ended from outside after step " + steps);
        }
    }

    private int bestEpoch() {
        return earlyStopping.orElseThrow().bestEpoch(history);
    }

    private Optional<StoppedBy> end() {
        for (StoppingRule rule : stopping) {
            if (rule.stops(history)) {
                return Optional.of(rule.reason());
            }
        }
        return runner.end()
                .or(() -> history.size() == settings.epochs() ? Optional.of(StoppedBy.EPOCHS) : Optional.empty());
    }

    /** Runs an epoch, or the rest of it. If it diverges and the settings say so, repeats it with half the learning rate. */
    private EpochResult epoch() {
        epochStart = System.nanoTime() - (long) (carriedSeconds * 1e9);
        carriedSeconds = 0;
        if (settings.divergence() == Divergence.BACK_OFF && runner.progress().steps() == 0) {
            good = Optional.of(runner.state());
        }
        while (true) {
            try {
                return epochOnce();
            } catch (DivergedException e) {
                if (settings.divergence() == Divergence.STOP || e.step() == 0 || backOffs == Divergence.MAX_BACK_OFFS) {
                    throw e;
                }
                backOffs++;
                runner.restore(good.orElseThrow(), EpochProgress.NONE);
                slow();
                listener.onBackOff(e, backOffs);
            }
        }
    }

    private EpochResult epochOnce() {
        int epoch = history.size();
        EpochRunner.Sums sums = runner.run(epoch, (steps, together) -> offer(steps, together, false));
        Optional<Evaluation> validation = engine.hasValidation()
                ? Optional.of(engine.evaluate(runner.evaluated(), Split.VALIDATION))
                : Optional.empty();
        double validationLoss = validation.map(Evaluation::loss).orElse(0.0);
        if (!Double.isFinite(validationLoss)) {
            String found = "a validation loss that is not finite, " + validationLoss;
            throw guard.diverged(epoch, sums.steps() - 1, sums.loss(), found);
        }
        return new EpochResult(
                epoch,
                sums.steps(),
                sums.rows(),
                sums.loss(),
                validation.map(MetricValues::of),
                sums.gradientNorm(),
                sums.learningRate(),
                secondsOfEpoch(),
                sums.layers());
    }
}
