package org.thalweg.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.thalweg.optim.GradientDescent;

/** Measures what steps cost, by taking some whose result is thrown away. */
public final class StepMeasure {
    private StepMeasure() {}

    /**
     * Medians of a step.
     *
     * @param times of its gradient; where nothing is sent anywhere, all of it is {@link StepTimes#compute}
     * @param optimizer seconds of the step with the summed gradient; 0 for L-BFGS, which is not measured
     */
    public record Costs(StepTimes times, double optimizer) {}

    /**
     * The median of some gradients, by their seconds.
     *
     * @param parameters not changed
     * @param warmUp gradients before those that are measured: the first run code that is not compiled yet
     * @param measured 1 or more
     */
    static StepTimes gradients(GradientEngine engine, float[] parameters, int warmUp, int measured) {
        List<StepTimes> times = new ArrayList<>();
        for (int i = 0; i < warmUp + measured; i++) {
            StepTimes one = gradient(engine, parameters, i);
            if (i >= warmUp) {
                times.add(one);
            }
        }
        return median(times);
    }

    private static StepTimes gradient(GradientEngine engine, float[] parameters, int step) {
        return timed(
                engine,
                () -> engine.gradient(
                        parameters, new Step(0, step % engine.order().steps())));
    }

    private static StepTimes timed(GradientEngine engine, Runnable gradient) {
        long start = System.nanoTime();
        gradient.run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return engine.times().orElse(new StepTimes(0, 0, seconds, 0, 0));
    }

    private static StepTimes median(List<StepTimes> times) {
        times.sort(Comparator.comparingDouble(StepTimes::seconds));
        return times.get(times.size() / 2);
    }

    /**
     * Takes steps for some seconds: the first third of them is not counted.
     *
     * @param initial parameters to start from, not changed
     * @param seconds above 0; at least three steps are taken
     * @throws DivergedException if the settings make a loss or a gradient that is not finite
     */
    public static Costs of(GradientEngine engine, TrainingSettings settings, float[] initial, double seconds) {
        float[] parameters = initial.clone();
        ParameterUpdate advance = settings.descent() instanceof GradientDescent descent
                ? gradientStep(engine, settings, descent, parameters)
                : null;
        List<StepTimes> times = new ArrayList<>();
        List<Double> optimizer = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 3 || (System.nanoTime() - start) * 1e-9 < seconds; i++) {
            if (advance == null) {
                times.add(gradient(engine, parameters, i));
                continue;
            }
            Step at = new Step(0, i % engine.order().steps());
            int step = i;
            GradientSum[] sum = new GradientSum[1];
            times.add(timed(engine, () -> sum[0] = advance.sum(at, step)));
            long before = System.nanoTime();
            advance.take(at, step, sum[0]);
            optimizer.add((System.nanoTime() - before) * 1e-9);
        }
        List<StepTimes> counted = new ArrayList<>(times.subList(times.size() / 3, times.size()));
        return new Costs(
                median(counted),
                optimizer.stream()
                        .skip(optimizer.size() / 3)
                        .sorted()
                        .skip(optimizer.size() / 3)
                        .findFirst()
                        .orElse(0.0));
    }

    private static ParameterUpdate gradientStep(
            GradientEngine engine, TrainingSettings settings, GradientDescent descent, float[] parameters) {
        StepGuard guard = new StepGuard(engine, descent);
        DescentMemory memory =
                new DescentMemory(descent, settings, engine.order().steps(), parameters);
        ParameterParts parts = new ParameterParts(engine, parameters.length);
        return new GradientStep(new DescentContext(
                descent, settings.penalty(), guard, engine.plan().weightRanges(), memory, parts));
    }
}
