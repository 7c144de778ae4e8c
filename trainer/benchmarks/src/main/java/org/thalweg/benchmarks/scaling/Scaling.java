package org.thalweg.benchmarks.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.thalweg.benchmarks.common.Folders;
import org.thalweg.spark.Reduction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a step on a cluster takes, part by part, with 1, 2 and 4 executors of one core each on this machine. */
@Command(
        name = "scaling",
        description = "Measures steps on a standalone cluster of processes of this machine, part by part.",
        mixinStandardHelpOptions = true)
public final class Scaling implements Callable<Integer> {
    @Option(
            names = "--executors",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Executors of one core each; by default ${DEFAULT-VALUE}.")
    private List<Integer> executors;

    @Option(
            names = "--network",
            paramLabel = "INPUTS-HIDDEN-…-CLASSES",
            defaultValue = "784-500-300-10",
            description = "Layers; by default ${DEFAULT-VALUE}.")
    private String network;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            defaultValue = "4096",
            description = "Rows of a step; by default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "60",
            description = "Steps to measure; by default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds over all numbers of executors; by default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "150",
            description = "Steps before those that are measured; by default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "A setting of Spark's.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "0",
            description = "Tasks that share the rows; by default one an executor.")
    private int tasks;

    @Option(
            names = "--reduction",
            paramLabel = "KIND",
            defaultValue = "AUTO",
            description = "How gradients come together: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
    private Reduction reduction;

    @Option(
            names = "--local-steps",
            paramLabel = "N",
            defaultValue = "1",
            description = "Steps that every lane takes alone; by default ${DEFAULT-VALUE}.")
    private int localSteps;

    private Scaling() {}

    /** Runs with these options; returns the exit code. */
    public static int run(List<String> options) {
        return new CommandLine(new Scaling())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(options.toArray(String[]::new));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int[] widths =
                Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        StepsOnCluster measured = new StepsOnCluster(
                new StepsOnCluster.Options(widths, batch, warmUp, steps, tasks, reduction, localSteps, settings));
        Path folder = Files.createTempDirectory("thalweg-scaling");
        try (ClusterProcesses cluster = new ClusterProcesses(
                folder, executors.stream().mapToInt(Integer::intValue).max().orElse(1))) {
            System.out.printf("steps of %d rows of %s, medians of %d, in ms%n", batch, network, steps);
            System.out.println(StepParts.heading());
            List<StepParts> all = new ArrayList<>();
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int count : executors) {
                    StepParts parts = measured.on(cluster.url(), count);
                    all.add(parts);
                    System.out.println(parts.line());
                }
            }
            printRatios(all);
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }

    /** Rows a second beside those of the first number of executors of the same round. */
    private void printRatios(List<StepParts> all) {
        for (int i = 1; i < executors.size(); i++) {
            double[] ratios = new double[repeats];
            for (int repeat = 0; repeat < repeats; repeat++) {
                int first = repeat * executors.size();
                ratios[repeat] = all.get(first).step() / all.get(first + i).step();
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "rows a second of %d executors beside %d: %.2f (%.2f to %.2f)%n",
                    executors.get(i),
                    executors.get(0),
                    ratios[repeats / 2],
                    ratios[0],
                    ratios[repeats - 1]);
        }
    }
}
