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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.Folders;
import org.thalweg.data.Lanes;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;
import org.thalweg.spark.Reduction;
import org.thalweg.train.Batches;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.LocalSteps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the parts of a step on a cluster, by default with 1, 2 and 4 executors of one core each on this machine. */
@Command(
        name = "scaling",
        description = "Measures the parts of a step on a standalone cluster of processes on this machine.",
        mixinStandardHelpOptions = true)
public final class ExecutorScaling implements Callable<Integer> {
    private static final int SHARE_OF_ROWS = 4;
    private static final double BYTES_PER_MEGABIT = 1e6 / 8;
    private static final int MAX_WORKERS = 200;

    @Option(
            names = "--executors",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Numbers of executors, of one core each; by default ${DEFAULT-VALUE}.")
    private List<Integer> executors;

    @Option(
            names = "--network",
            paramLabel = "INPUTS-HIDDEN-…-CLASSES",
            defaultValue = "784-500-300-10",
            description = "Widths of the layers; by default ${DEFAULT-VALUE}.")
    private String network;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            defaultValue = "4096",
            description = "Rows per step; by default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--sparse",
            paramLabel = "NON_ZEROS",
            defaultValue = "0",
            description = "Non-zero values per row, for sparse rows; by default rows are dense.")
    private int nonZeros;

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
            description = "Repetitions over all numbers of executors; by default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "150",
            description = "Steps before the measurement; by default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "A Spark setting.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Tasks that share the rows; by default one per executor.")
    private Integer tasks;

    @Option(
            names = "--lane-rows",
            paramLabel = "N",
            description = "Rows per lane in a step, like training.laneRows of a job; by default auto.")
    private Integer laneRows;

    @Option(
            names = "--reduction",
            paramLabel = "KIND",
            defaultValue = "AUTO",
            description = "How gradients are combined: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
    private Reduction reduction;

    @Option(
            names = "--wire",
            paramLabel = "KIND",
            defaultValue = "FLOAT32",
            description = "Precision of gradients: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
    private GradientPrecision wire;

    @Option(
            names = "--local-steps",
            paramLabel = "N",
            defaultValue = "1",
            description = "Local steps of every lane; by default ${DEFAULT-VALUE}.")
    private int localSteps;

    @Option(
            names = "--link-megabits",
            paramLabel = "N",
            description =
                    "Bandwidth of each process, each way, in megabits per second. Uses network namespaces, which needs"
                            + " root; by default loopback.")
    private Integer linkMegabits;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireNumbers();
        StepsOnCluster measured = new StepsOnCluster(options());
        int most = executors.stream().mapToInt(Integer::intValue).max().orElse(1);
        Path folder = Files.createTempDirectory("thalweg-scaling");
        try (ShapedLinks links = linkMegabits == null ? null : links(most);
                ClusterProcesses cluster = new ClusterProcesses(folder, most, Optional.ofNullable(links))) {
            System.out.printf(
                    "steps of %d rows of %s%s, medians of %d, in ms%n",
                    batch, network, nonZeros > 0 ? ", " + nonZeros + " of them not 0" : "", steps);
            System.out.println(StepParts.heading());
            List<StepParts> all = new ArrayList<>();
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int count : executors) {
                    StepParts parts = measured.on(cluster, count);
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

    private ShapedLinks links(int workers) throws IOException, InterruptedException {
        try {
            return new ShapedLinks(workers, linkMegabits);
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void requireNumbers() {
        executors.forEach(count -> Arguments.requireAtLeast(spec, "--executors", 1, count));
        Arguments.requireAtLeast(spec, "--batch", 1, batch);
        Arguments.requireAtLeast(spec, "--steps", 1, steps);
        Arguments.requireAtLeast(spec, "--repeats", 1, repeats);
        Arguments.requireAtLeast(spec, "--warm-up", 0, warmUp);
        Arguments.requireAtLeast(spec, "--local-steps", 1, localSteps);
        if (linkMegabits != null) {
            Arguments.requireAtLeast(spec, "--link-megabits", 1, linkMegabits);
            executors.forEach(count -> Arguments.require(
                    spec,
                    count <= MAX_WORKERS,
                    "--executors: expected at most " + MAX_WORKERS + " with --link-megabits, found " + count));
        }
        if (tasks != null) {
            Arguments.requireAtLeast(spec, "--tasks", 1, tasks);
        }
        if (laneRows != null) {
            Arguments.requireAtLeast(spec, "--lane-rows", 1, laneRows);
            long most = (long) Lanes.MAX_COUNT * laneRows;
            Arguments.require(
                    spec,
                    batch <= most,
                    "--batch: expected at most " + most + " with --lane-rows " + laneRows + ", found " + batch);
        }
    }

    /** The options for {@link StepsOnCluster}; fails if the network or the rows are invalid. */
    private StepsOnCluster.Options options() {
        Network layers = layers();
        StepsOnCluster.Options options = new StepsOnCluster.Options(
                layers,
                laneRows == null ? Batches.of(batch) : Batches.of(batch, laneRows),
                nonZeros,
                warmUp,
                steps,
                Optional.ofNullable(tasks),
                reduction,
                wire,
                LocalSteps.of(localSteps),
                linkMegabits == null ? Double.POSITIVE_INFINITY : linkMegabits * BYTES_PER_MEGABIT,
                settings);
        long room = Runtime.getRuntime().maxMemory() / SHARE_OF_ROWS;
        long bytes = options.rows() * (nonZeros > 0 ? 2L * nonZeros : layers.inputs()) * Float.BYTES;
        Arguments.require(
                spec,
                bytes <= room,
                String.format(
                        Locale.ROOT,
                        "--batch: expected rows of at most %d MB, a fourth of this process's heap, found %d MB in %d rows",
                        room >> 20,
                        bytes >> 20,
                        options.rows()));
        return options;
    }

    private Network layers() {
        Arguments.require(
                spec,
                network.matches("[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})+"),
                "--network: expected two numbers or more, each 1 or more, such as 784-500-10, found " + network);
        int[] widths = Stream.of(network.split("-")).mapToInt(Integer::parseInt).toArray();
        int outputs = widths[widths.length - 1];
        List<Integer> hidden =
                Arrays.stream(widths, 1, widths.length - 1).boxed().toList();
        Arguments.require(
                spec,
                nonZeros >= 0 && nonZeros <= widths[0],
                "--sparse: expected 0 to the network's " + widths[0] + " inputs, found " + nonZeros);
        try {
            return Network.of(widths[0], hidden, Activation.RELU, outputs, Activation.SOFTMAX)
                    .withSparse(nonZeros > 0);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--network: " + e.getMessage(), e);
        }
    }

    /** Rows per second, relative to the first number of executors in the same repetition. */
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
