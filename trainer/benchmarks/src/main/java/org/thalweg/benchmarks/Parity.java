package org.thalweg.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.parity.LearningProblem;
import org.thalweg.parity.LearningProblem.Settings;
import org.thalweg.parity.LearningProblems;
import org.thalweg.parity.PairedLosses;
import org.thalweg.train.GradientPrecision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares the validation loss of our trainer with that of a plain trainer, over seeds: with the same initial weights, rows and
 * optimizer. The exit code is 1 if ours is worse by more than {@value #MAX_DEVIATIONS} standard deviation of the plain trainer's
 * losses.
 */
@Command(
        name = "parity",
        description = "Compares our trainer's validation loss with a plain trainer's, over seeds.",
        mixinStandardHelpOptions = true)
final class Parity implements Callable<Integer> {
    private static final double MAX_DEVIATIONS = 1;

    private static final Map<String, Supplier<LearningProblem>> PROBLEMS = problems();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "16",
            description = "Number of seeds per data set, 2 or more; by default ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only one data set: products, zipf, digits, regression or sparse.")
    private String only;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Seeds that are trained at the same time, each on one thread; by default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--wire",
            paramLabel = "KIND",
            defaultValue = "FLOAT32",
            description = "Precision of our gradients: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
    private GradientPrecision wire;

    private static Map<String, Supplier<LearningProblem>> problems() {
        Map<String, Supplier<LearningProblem>> problems = new LinkedHashMap<>();
        problems.put(
                "products",
                () -> LearningProblems.products(50, List.of(256, 128), 200_000, Settings.adam(0.002, 4096, 4)));
        problems.put("zipf", () -> LearningProblems.zipf(50_000, Settings.adam(0.003, 256, 10)));
        problems.put("digits", LearningProblems::digits);
        problems.put("regression", LearningProblems::regression);
        problems.put("sparse", LearningProblems::sparse);
        return problems;
    }

    @Override
    public Integer call() {
        Arguments.requireAtLeast(spec, "--seeds", 2, seeds);
        Arguments.requireAtLeast(spec, "--threads", 1, threads);
        Arguments.require(
                spec,
                only == null || PROBLEMS.containsKey(only),
                "--only: expected one of " + String.join(", ", PROBLEMS.keySet()) + ", found " + only);
        System.out.printf(
                "validation loss after %d seeds, mean and standard deviation; the mean of ours − plain by seed%n",
                seeds);
        System.out.printf(
                "%-12s %8s %8s %10s %8s %11s %13s%n",
                "data", "plain", "±", "ours", "±", "ours − plain", "in deviations");
        int worse = 0;
        for (String name : only == null ? PROBLEMS.keySet() : List.of(only)) {
            PairedLosses losses = PairedLosses.measure(PROBLEMS.get(name).get(), seeds, threads, wire);
            print(name, losses);
            worse += losses.differenceInDeviations() <= MAX_DEVIATIONS ? 0 : 1;
        }
        System.out.printf(
                Locale.ROOT,
                "rows in which ours is more than %.0f standard deviation of the plain trainer's seeds worse: %d%n",
                MAX_DEVIATIONS,
                worse);
        return worse == 0 ? 0 : 1;
    }

    private static void print(String name, PairedLosses losses) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %8.5f %8.5f %10.5f %8.5f %+12.5f %+13.2f%n",
                name,
                PairedLosses.mean(losses.plain()),
                PairedLosses.deviation(losses.plain()),
                PairedLosses.mean(losses.ours()),
                PairedLosses.deviation(losses.ours()),
                losses.difference(),
                losses.differenceInDeviations());
    }
}
