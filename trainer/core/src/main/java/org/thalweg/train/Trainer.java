package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thalweg.data.RowSurvey;
import org.thalweg.nn.Network;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.WeightRanges;

/**
 * The training loop over a {@link GradientEngine}: epochs, validation, the end. It exists once, above the seam, so that a
 * run has the same bits on every engine.
 */
public final class Trainer {
    private final GradientEngine engine;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final WeightRanges weights;
    private final Optional<EarlyStopping> earlyStopping;

    /**
     * A loop over an engine's rows.
     *
     * @throws IllegalArgumentException if there is no row to train on, or the settings do not go with the engine's plan
     */
    public Trainer(GradientEngine engine, TrainingSettings settings, TrainingListener listener) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        this.weights = weightRanges(engine.plan().network());
        this.earlyStopping = settings.stopping().stream()
                .filter(EarlyStopping.class::isInstance)
                .map(EarlyStopping.class::cast)
                .findFirst();
        RowSurvey rows = engine.rows();
        if (rows.training() == 0) {
            throw new IllegalArgumentException("training rows: expected at least one, found none of "
                    + (rows.training() + rows.heldOut()) + "; hold fewer out");
        }
        TrainingPlan plan = engine.plan();
        if (settings.descent() instanceof Lbfgs && plan.batches().size() != Batches.FULL) {
            throw new IllegalArgumentException("L-BFGS: expected full batches, found batches of "
                    + plan.batches().size() + " rows");
        }
        if (settings.descent() instanceof Lbfgs && plan.hasDropout()) {
            throw new IllegalArgumentException("L-BFGS: expected a plan without dropout, as its line search compares"
                    + " losses of the same function, found "
                    + plan.dropout().rates());
        }
        settings.stopping().forEach(rule -> rule.requireMeasured(engine.hasValidation(), plan.task()));
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
        StepGuard guard = new StepGuard(engine, settings.descent());
        EpochRunner runner = EpochRunner.of(engine, settings, guard, weights, listener, initial);
        List<EpochResult> history = new ArrayList<>();
        float[] best = null;
        Optional<StoppedBy> end = Optional.empty();
        while (end.isEmpty()) {
            EpochResult result = epoch(history.size(), runner, guard);
            history.add(result);
            listener.onEpoch(result);
            runner.judgedAs(result);
            if (earlyStopping.isPresent() && bestEpoch(history) == result.epoch()) {
                best = runner.judged().clone();
            }
            end = end(history, runner);
        }
        boolean last = earlyStopping.isEmpty() || end.get() == StoppedBy.TARGET;
        return new TrainingResult(
                last ? runner.judged().clone() : best,
                List.copyOf(history),
                last ? history.size() - 1 : bestEpoch(history),
                end.get());
    }

    private int bestEpoch(List<EpochResult> history) {
        return earlyStopping.orElseThrow().bestEpoch(history);
    }

    private Optional<StoppedBy> end(List<EpochResult> history, EpochRunner runner) {
        for (StoppingRule rule : settings.stopping()) {
            if (rule.stops(history)) {
                return Optional.of(rule.reason());
            }
        }
        return runner.end()
                .or(() -> history.size() == settings.epochs() ? Optional.of(StoppedBy.EPOCHS) : Optional.empty());
    }

    private EpochResult epoch(int epoch, EpochRunner runner, StepGuard guard) {
        long start = System.nanoTime();
        EpochRunner.Sums sums = runner.run(epoch);
        Evaluation validation = engine.hasValidation() ? engine.evaluate(runner.judged(), Split.VALIDATION) : null;
        if (validation != null && !Double.isFinite(validation.loss())) {
            String found = "a validation loss that is not finite, " + validation.loss();
            throw guard.diverged(epoch, sums.steps() - 1, sums.loss(), found);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new EpochResult(
                epoch,
                sums.steps(),
                sums.rows(),
                sums.loss(),
                validation,
                sums.gradientNorm(),
                sums.learningRate(),
                seconds,
                sums.layers());
    }
}
