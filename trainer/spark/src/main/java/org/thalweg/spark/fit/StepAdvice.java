package org.thalweg.spark.fit;

import java.util.Locale;
import java.util.Optional;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.RowsEngine;
import org.thalweg.spark.plan.ClusterShape;
import org.thalweg.spark.plan.Round;
import org.thalweg.spark.plan.RoundSimulation;
import org.thalweg.spark.plan.StepCostModel;

/** Warns about a cluster that is no faster than a part of it would be. */
final class StepAdvice {
    /** The ratio above which there is a warning. Small differences are not reliable. */
    private static final double CLEARLY = 1.1;

    private StepAdvice() {}

    /**
     * A warning with marked keys; empty if the executors are useful.
     *
     * @param costs of a step of all lanes on the engine's executors
     * @param executors the number of executors. Asking the engine would run a Spark job between two steps
     */
    static Optional<String> of(StepCosts.Medians costs, RowsEngine engine, int executors) {
        int cores = Math.max(1, engine.threads() / Math.max(1, executors));
        int parameters = engine.plan().network().parameterCount();
        Round round = new Round(engine.order().layout().groupSize(), 1, 1, false);
        double optimizer =
                Math.max(0, costs.step() - costs.broadcast() - costs.fetch() - costs.compute() - costs.rest());
        StepCostModel terms = StepCostModel.unknown(parameters)
                .onCluster(costs.step(), costs.compute(), optimizer, round, executors, cores);
        double alone = RoundSimulation.onOneMachine(terms, cores, round).seconds();
        if (CLEARLY * alone < costs.step()) {
            return Optional.of(
                    warning(costs, executors, "one machine of " + cores + " cores", alone, "engine", "driver"));
        }
        if (executors < 2) {
            return Optional.empty();
        }
        ClusterShape half = ClusterShape.of(executors / 2, cores, Double.POSITIVE_INFINITY, 0);
        double ofHalf = RoundSimulation.of(terms, half, round).seconds();
        return CLEARLY * ofHalf < costs.step()
                ? Optional.of(warning(costs, executors, "half as many executors", ofHalf, "localSteps", "auto"))
                : Optional.empty();
    }

    private static String warning(
            StepCosts.Medians costs, int executors, String faster, double seconds, String key, String value) {
        return String.format(
                Locale.ROOT,
                "warning: a step takes %.1f ms on %s, %.1f ms of it arithmetic; %s would take about %.1f ms: take"
                        + " fewer, more rows a step, or %s: %s; the command plan says more",
                1e3 * costs.step(),
                executors == 1 ? "1 executor" : executors + " executors",
                1e3 * costs.compute(),
                faster,
                1e3 * seconds,
                KeyText.of("training." + key),
                value);
    }
}
