package org.thalweg.train;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Layer;
import org.thalweg.nn.Network;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.settings.KeyText;

/** Checks every step before it changes a parameter: all rows counted once, finite values, no divergence. */
final class StepGuard {
    /** A loss this many times the first step's counts as diverged, although it is still finite. */
    private static final double DIVERGED_FACTOR = 1e6;

    private final GradientEngine engine;
    private final Network network;
    private final Descent descent;
    private final double lossUnit;
    private double firstLoss = Double.NaN;
    private int halvings;

    StepGuard(GradientEngine engine, Descent descent) {
        this.engine = engine;
        this.network = engine.plan().network();
        this.descent = descent;
        this.lossUnit = engine.plan().lossUnits().mean();
    }

    /** The first step's mean loss, of targets as the rows hold them; NaN before it. */
    double firstLoss() {
        return firstLoss;
    }

    /** Restores the first loss of a resumed run. */
    void restore(double loss) {
        firstLoss = loss;
    }

    /** Sets how often the learning rate has been halved, for messages. */
    void slow(int times) {
        halvings = times;
    }

    /** Computes the sums of a step and checks that every row is counted once. */
    GradientSum gradient(float[] parameters, Step at, long step) {
        requireNotInterrupted(at, step);
        return requireAllRows(engine.gradient(parameters, at), at, step);
    }

    /** Computes local steps and checks that every row is counted once. */
    GradientSum localSteps(float[] start, Step at, long step, LocalDescent descent) {
        requireNotInterrupted(at, step);
        return requireAllRows(engine.localSteps(start, at, descent), at, step);
    }

    private void requireNotInterrupted(Step at, long step) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException("interrupted at epoch " + (at.epoch() + 1) + ", step "
                    + (descent instanceof GradientDescent ? at.index() + 1 : step + 1));
        }
    }

    private GradientSum requireAllRows(GradientSum sum, Step at, long step) {
        long expected = engine.order().rowsOf(at);
        if (sum.rows() != expected) {
            throw new IllegalStateException("step " + (step + 1) + ": expected the gradients of " + expected
                    + " rows, each once, found " + sum.rows() + "; the parameters are as before the step");
        }
        return sum;
    }

    /**
     * Refuses a loss or a gradient that is not finite.
     *
     * @param norm the gradient's
     */
    void requireFinite(int epoch, long step, GradientSum sum, double norm) {
        double loss = sum.ownLoss() / sum.weight();
        if (!Double.isFinite(norm) || !Double.isFinite(loss)) {
            float[] gradient = sum.gradient();
            int bad = Kernels.firstNonFinite(gradient, 0, Math.min(gradient.length, network.parameterCount()));
            String what = bad < 0 ? "a loss" : "a gradient of " + network.tensorOf(bad);
            throw diverged(epoch, step, loss, what + " that is not finite");
        }
    }

    /** Refuses what {@link #requireFinite} refuses, and a loss far above the first one. */
    void requireConverging(int epoch, long step, GradientSum sum, double norm) {
        requireFinite(epoch, step, sum, norm);
        double loss = sum.loss() / sum.weight();
        if (step == 0) {
            firstLoss = loss;
        }
        if (loss > DIVERGED_FACTOR * Math.max(1, firstLoss)) {
            throw diverged(
                    epoch,
                    step,
                    sum.ownLoss() / sum.weight(),
                    "a loss over a million times the first step's, " + firstLoss * lossUnit);
        }
    }

    /** Refuses parameters that are not finite after a step. */
    void requireFinite(int epoch, long step, double loss, float[] parameters) {
        int bad = Kernels.firstNonFinite(parameters, 0, parameters.length);
        if (bad >= 0) {
            throw diverged(epoch, step, loss, network.tensorOf(bad) + " that are not finite");
        }
    }

    DivergedException diverged(int epoch, long step, double loss, String found) {
        String formulas = formulas();
        String where = "epoch " + (epoch + 1) + ", step " + (step + 1) + ", loss " + loss;
        if (step == 0 && !formulas.isEmpty()) {
            // No step has changed a parameter yet, so the learning rate is not the cause.
            return new DivergedException(
                    epoch,
                    step,
                    loss,
                    "formula: expected finite values and slopes, found " + found + " with " + formulas + " (" + where
                            + "); keep divisors away from 0, and what log and sqrt take above it, e.g."
                            + " 1 / (1 + abs(x)) or log(max(x, 0.001))");
        }
        return new DivergedException(
                epoch,
                step,
                loss,
                "training diverged: expected a loss that falls, found " + found + " (" + where + rateTried() + "); try "
                        + advice()
                        + (formulas.isEmpty()
                                ? ""
                                : ", or a formula that is finite everywhere in place of " + formulas));
    }

    private String rateTried() {
        return descent instanceof GradientDescent steps
                ? ", learning rate " + rate(steps) + (halvings == 0 ? "" : " after " + halvings + " halvings")
                : "";
    }

    /** The last that was tried. */
    private double rate(GradientDescent steps) {
        return Math.scalb(steps.learningRate(), -halvings);
    }

    /** Unscaled data is a likelier cause than the learning rate, so it comes first. */
    private String advice() {
        List<String> scale = DataScale.advice(engine.plan(), engine.rows().total(), engine.transforms());
        String smallerRate = descent instanceof GradientDescent steps
                ? String.format(Locale.ROOT, KeyText.of("optimizer.learningRate") + " %.1g", rate(steps) / 10)
                : "";
        if (!scale.isEmpty()) {
            return String.join(" and ", scale)
                    + (smallerRate.isEmpty() ? "" : ", and where that is not enough " + smallerRate);
        }
        return smallerRate.isEmpty()
                ? KeyText.of("network.layerNormalisation") + " true"
                : smallerRate + ", or " + KeyText.of("optimizer.clipNorm") + " 1";
    }

    /** Each once; empty where there are none. */
    private String formulas() {
        Set<String> formulas = new LinkedHashSet<>();
        for (Layer layer : network.layers()) {
            layer.activation().formulaText().ifPresent(text -> formulas.add("the activation \"" + text + "\""));
        }
        engine.plan().loss().formulaText().ifPresent(text -> formulas.add("the loss \"" + text + "\""));
        return String.join(" and ", formulas);
    }
}
