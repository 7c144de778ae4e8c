package org.thalweg.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleBiFunction;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.Folders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares training with scikit-learn, PyTorch and Spark MLlib; prints Markdown tables, with the machine and all versions. */
@Command(
        name = "peers",
        description = "Compares training with scikit-learn, PyTorch and Spark MLlib, measured alternately.",
        mixinStandardHelpOptions = true)
public final class Peers implements Callable<Integer> {
    private static final List<Path> MNIST_FOLDERS = List.of(Path.of("data/mnist"), Path.of("../shared/data/mnist"));
    private static final int SGEMM_PRODUCTS = 40;

    private final ToDoubleBiFunction<Integer, Integer> sgemm;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "SECTION",
            description = "Only one section: ${COMPLETION-CANDIDATES}; may be repeated.")
    private Set<PeersSection> only = EnumSet.allOf(PeersSection.class);

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of MNIST's four files; by default the one in THALWEG_MNIST, data/mnist or"
                    + " ../shared/data/mnist.")
    private Path data;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Tabular rows to generate; by default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Repetitions of the sections epoch and pass; by default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seeds of the section target; by default ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of every trainer; by default one per core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /**
     * A benchmark with default options.
     *
     * @param sgemm measures GFLOP/s of matrix products, given the number of threads and of products per thread
     */
    public Peers(ToDoubleBiFunction<Integer, Integer> sgemm) {
        this.sgemm = sgemm;
    }

    @Override
    public Integer call() {
        Arguments.requireAtLeast(spec, "--rows", 1, rows);
        Arguments.requireAtLeast(spec, "--repeats", 1, repeats);
        Arguments.requireAtLeast(spec, "--seeds", 1, seeds);
        Arguments.requireAtLeast(spec, "--threads", 1, threads);
        System.out.printf("%s; %d threads each%n%n", Machine.line(), threads);
        Path folder = temporaryFolder();
        // Also if interrupted: the rows take a gigabyte of disk.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
        measure(folder);
        return 0;
    }

    private void measure(Path folder) {
        Optional<Problem> mnist = mnistFolder().map(found -> MnistRows.prepare(found, folder));
        List<Problem> problems = new ArrayList<>(mnist.stream().toList());
        if (only.contains(PeersSection.EPOCH) || only.contains(PeersSection.TARGET)) {
            problems.add(TabularRows.prepare(rows, threads, folder));
        }
        Turns turns = new Turns();
        PeerTrainers trainers = PeerTrainers.of(folder, threads);
        if (only.contains(PeersSection.EPOCH)) {
            System.out.println(
                    new EpochTable(turns, trainers, threads, () -> sgemm.applyAsDouble(threads, SGEMM_PRODUCTS))
                            .measure(problems, repeats));
        }
        if (only.contains(PeersSection.TARGET)) {
            System.out.println(new TargetTable(turns, trainers, threads).measure(problems, seeds));
        }
        if (only.contains(PeersSection.PASS) && mnist.isPresent()) {
            System.out.println(new PassTable(turns, trainers, threads).measure(mnist.get(), repeats));
        }
        System.out.print(turns.about());
        if (mnist.isEmpty()) {
            System.out.println("- MNIST: not measured: its four files were not found; set their folder with --data");
        }
    }

    private Optional<Path> mnistFolder() {
        String named = System.getenv("THALWEG_MNIST");
        Optional<Path> given =
                Optional.ofNullable(data).or(() -> Optional.ofNullable(named).map(Path::of));
        given.ifPresent(folder -> Arguments.require(
                spec, MnistRows.areIn(folder), "--data: expected MNIST's four files, found none in " + folder));
        return given.or(() -> MNIST_FOLDERS.stream().filter(MnistRows::areIn).findFirst());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("thalweg-peers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
