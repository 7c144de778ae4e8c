package org.thalweg.benchmarks.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.Folders;
import org.thalweg.benchmarks.common.JobCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares models of typical business tables, trained with default settings, with scikit-learn's on the same rows, over
 * seeds. The exit code is 1 if ours is worse by more than the tolerance and two standard errors of the paired differences.
 */
@Command(
        name = "tables",
        description = "Compares models of generated tables, with default settings, with scikit-learn's, over seeds.",
        mixinStandardHelpOptions = true)
public final class Tables implements Callable<Integer> {
    private static final List<GeneratedTable> ALL =
            List.of(new ChurnTable(), new DemandTable(), new ClickTable(), new TopicTable());
    private static final long TEST_ROWS = 1000; // added to the seed of the training rows
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of seeds of rows and training, 2 or more; by default ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Rows to train on, and to test on, 1000 or more; by default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--only", paramLabel = "NAME", description = "Only one table: churn, demand, clicks or topics.")
    private String only;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of each trainer; by default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--early-stopping",
            description = "Both hold out a tenth of the rows, and stop after ten epochs without improvement on them.")
    private boolean earlyStopping;

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description = "Only write the tables and their job files to a folder, which must not exist.")
    private Path write;

    @Override
    public Integer call() throws IOException {
        Arguments.requireAtLeast(spec, "--seeds", 2, seeds);
        Arguments.requireAtLeast(spec, "--rows", 1000, rows);
        Arguments.requireAtLeast(spec, "--threads", 1, threads);
        List<GeneratedTable> tables = ALL.stream()
                .filter(table -> only == null || table.name().equals(only))
                .toList();
        Arguments.require(
                spec,
                !tables.isEmpty(),
                "--only: expected one of "
                        + String.join(
                                ", ", ALL.stream().map(GeneratedTable::name).toList()) + ", found " + only);
        if (write != null) {
            Arguments.require(spec, !Files.exists(write), "--write: expected no such folder, found " + write);
            Files.createDirectories(write);
            for (GeneratedTable table : tables) {
                Files.writeString(write.resolve(table.name() + ".yaml"), files(table, write, 1));
            }
            return 0;
        }
        Path folder = Files.createTempDirectory("thalweg-tables");
        try {
            return compare(tables, folder);
        } finally {
            Folders.delete(folder);
        }
    }

    /** Writes a seed's rows and returns the job file. */
    private String files(GeneratedTable table, Path folder, int seed) throws IOException {
        Path train = folder.resolve(table.name() + ".train");
        Path test = folder.resolve(table.name() + ".test");
        JobCommand.useThreads(threads);
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .appName("thalweg tables")
                .getOrCreate()) {
            table.write(train, rows, seed, spark);
            table.write(test, rows, seed + TEST_ROWS, spark);
        }
        return table.job(train, test) + "seed: " + seed + "\nmodel: { path: " + folder.resolve(table.name() + ".model")
                + ", overwrite: true }\ncheckpoint: { keep: 0 }\n";
    }

    private int compare(List<GeneratedTable> tables, Path folder) {
        ScikitLearn scikitLearn = new ScikitLearn(folder, threads, earlyStopping);
        System.out.printf(
                Locale.ROOT,
                "%,d rows to train on and %,d to test on, %d seeds; mean of each, and of ours − scikit-learn's by seed%n",
                rows,
                rows,
                seeds);
        System.out.printf(
                "%-8s %-18s %13s %13s %13s %13s %11s%n",
                "table", "measure", "scikit-learn", "ours", "difference", "std. error", "tolerance");
        int worse = 0;
        for (GeneratedTable table : tables) {
            worse += compare(table, folder, scikitLearn);
        }
        System.out.printf("measures in which ours is worse: %d%n", worse);
        return worse == 0 ? 0 : 1;
    }

    private int compare(GeneratedTable table, Path folder, ScikitLearn scikitLearn) {
        List<PairedMeasure> measures =
                table.measures().stream().map(PairedMeasure::new).toList();
        for (int seed = 1; seed <= seeds; seed++) {
            Path rowsOfSeed = folder.resolve(table.name() + seed);
            try {
                Files.createDirectories(rowsOfSeed);
                Path job = Files.writeString(rowsOfSeed.resolve("job.yaml"), files(table, rowsOfSeed, seed));
                JsonNode ours = train(job, rowsOfSeed.resolve(table.name() + ".model/metrics.json"));
                JsonNode theirs = scikitLearn.measures(
                        table,
                        rowsOfSeed.resolve(table.name() + ".train"),
                        rowsOfSeed.resolve(table.name() + ".test"),
                        seed);
                System.err.println(table.name() + ", seed " + seed + ": ours " + ours.path("epochs") + " epochs, "
                        + ours.path("seconds") + " s; scikit-learn " + theirs);
                measures.forEach(measure -> measure.add(theirs, ours));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Folders.delete(rowsOfSeed);
            }
        }
        measures.forEach(measure -> System.out.println(measure.line(table.name())));
        return (int) measures.stream().filter(PairedMeasure::isWorse).count();
    }

    private JsonNode train(Path job, Path metrics) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("train", job.toString()));
        if (earlyStopping) {
            arguments.addAll(List.of(
                    "--set",
                    "data.validation=0.1",
                    "--set",
                    "training={ epochs: 200, earlyStopping: { patience: 10 } }"));
        }
        JobCommand.run(JobCommand.DONE, arguments.toArray(String[]::new));
        return JSON.readTree(metrics.toFile());
    }

    /** A measure of both trainers over the seeds. */
    private static final class PairedMeasure {
        private final GeneratedTable.Measure measure;
        private final List<Double> theirs = new ArrayList<>();
        private final List<Double> ours = new ArrayList<>();

        PairedMeasure(GeneratedTable.Measure measure) {
            this.measure = measure;
        }

        void add(JsonNode ofTheirs, JsonNode ofOurs) {
            theirs.add(ofTheirs.path(measure.metric()).asDouble(Double.NaN));
            ours.add(ofOurs.path(measure.metric()).asDouble(Double.NaN));
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
        }

        private double difference() {
            return mean(ours) - mean(theirs);
        }

        private double standardError() {
            double squares = 0;
            for (int i = 0; i < ours.size(); i++) {
                double difference = ours.get(i) - theirs.get(i) - difference();
                squares += difference * difference;
            }
            return Math.sqrt(squares / (ours.size() - 1) / ours.size());
        }

        private double tolerance() {
            return measure.tolerance() * (measure.relative() ? Math.abs(mean(theirs)) : 1);
        }

        /** Also true if there is no value. */
        boolean isWorse() {
            double gain = measure.moreIsBetter() ? difference() : -difference();
            return !(gain >= -tolerance() - 2 * standardError());
        }

        String line(String table) {
            return String.format(
                    Locale.ROOT,
                    "%-8s %-18s %13.6g %13.6g %+13.6g %13.6g %11.6g%s",
                    table,
                    measure.name(),
                    mean(theirs),
                    mean(ours),
                    difference(),
                    standardError(),
                    tolerance(),
                    isWorse() ? "  worse" : "");
        }
    }
}
