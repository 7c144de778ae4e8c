package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.Reduction;
import org.thalweg.spark.ReductionReport;
import org.thalweg.spark.RowsEngine;
import org.thalweg.train.DivergedException;
import org.thalweg.train.EpochResult;
import org.thalweg.train.StepTimes;

/** Measures the cost of a run's steps as medians, watches its executors, and passes all events on to another listener. */
public final class StepCosts implements FitListener.Progress {
    /** The first steps of an executor are slower, because its code is not compiled yet. */
    private static final int WARM_UP = 20;

    private static final int MOST = 1000;

    /** The number of steps after which the use of the executors can be assessed. */
    private static final int ENOUGH = 50;

    private final RowsEngine engine;
    private final FitListener.Progress next;
    private final List<StepTimes> times = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final ExecutorWatch executors;
    private final int initialExecutors;
    private final boolean mayAdvise;
    private int steps;
    private boolean advised;
    private Optional<ReductionReport> reduction = Optional.empty();
    private long last = System.nanoTime();

    /**
     * The costs of an engine's steps.
     *
     * @param executors those on which the engine computes
     * @param mayAdvise whether steps are of all lanes, so that their costs are comparable
     */
    StepCosts(RowsEngine engine, ExecutorWatch executors, boolean mayAdvise, FitListener.Progress next) {
        this.engine = engine;
        this.executors = executors;
        this.initialExecutors = executors.all().size();
        this.mayAdvise = mayAdvise;
        this.next = next;
    }

    /** The medians; empty if the run was too short. */
    Optional<Medians> medians() {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Medians(
                median(seconds),
                of(StepTimes::broadcast),
                of(StepTimes::fetch),
                of(StepTimes::compute),
                of(StepTimes::rest)));
    }

    private static String text(ReductionReport report) {
        return report.reason().isEmpty()
                ? ""
                : (report.reduction() == Reduction.GATHER ? "gradients are gathered (" : "gradients come in slices (")
                        + KeyText.of("training.reduction") + ": auto): " + report.reason();
    }

    private void advise() {
        if (mayAdvise && engine.times().isPresent()) {
            medians()
                    .flatMap(costs -> StepAdvice.of(costs, engine, initialExecutors))
                    .ifPresent(next::onReport);
        }
    }

    private double of(ToDoubleFunction<StepTimes> part) {
        return median(times.stream().map(part::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @Override
    public void onStep(long step, long of, long rows, double loss) {
        long now = System.nanoTime();
        if (steps++ >= WARM_UP && times.size() < MOST) {
            double all = (now - last) * 1e-9;
            times.add(engine.times().orElse(new StepTimes(0, 0, all, 0, 0)));
            seconds.add(all);
        }
        last = now;
        next.onStep(step, of, rows, loss);
        if (reduction.isEmpty()) {
            reduction = engine.reduction();
            reduction.map(StepCosts::text).filter(line -> !line.isEmpty()).ifPresent(next::onReport);
        }
        if (times.size() == ENOUGH && !advised) {
            advised = true;
            advise();
        }
    }

    @Override
    public void onReport(String line) {
        next.onReport(line);
    }

    @Override
    public void onBackOff(DivergedException why, int howOften) {
        next.onBackOff(why, howOften);
    }

    @Override
    public void onLocalSteps(int count, double overhead, double arithmetic) {
        next.onLocalSteps(count, overhead, arithmetic);
    }

    @Override
    public void onEpoch(EpochResult result) {
        next.onEpoch(result);
        executors.update();
        executors.warning().ifPresent(next::onReport);
        last = System.nanoTime();
    }

    @Override
    public void close() {
        next.close();
    }

    /**
     * Medians, in seconds of a step, or of a round of local steps.
     *
     * @param step the whole step
     * @param broadcast encoding and sending the parameters on the driver
     * @param fetch waiting for the parameters in the slowest task
     * @param compute the arithmetic of the slowest task; the whole step if nothing is sent
     * @param rest scheduling, and sending the results
     */
    public record Medians(double step, double broadcast, double fetch, double compute, double rest) {}
}
