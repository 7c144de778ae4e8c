package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process shows: exit codes, signals, terminals, working directories. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class RunIT {
    private Path folder;
    private Workbench bench;

    @BeforeEach
    void lay() throws IOException {
        folder = SparkInstallation.scratch("run");
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        bench.write(
                "job.yaml",
                """
                task: classification
                data: { format: csv, path: flowers.csv, label: kind }
                network: { hidden: [8] }
                training: { epochs: 2 }
                model: { path: models/flowers }
                """);
    }

    private RunScript.Ended run(String... arguments) throws IOException, InterruptedException {
        return RunScript.in(folder, Map.of(), List.of(arguments));
    }

    /** Paths of the command line and of the job file are relative to where the caller is. */
    @Test
    void sparkOptionsAndRelativePathsMeanWhatTheySayAndLinesShowProgress() throws Exception {
        RunScript.Ended ended = run("--master", "local[1]", "--conf", "spark.app.name=x", "train", "job.yaml");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines().map(line -> line.split(" ")[0])).containsExactly("train", "model", "weights");
        JsonNode metrics = bench.metrics("models/flowers");
        assertThat(metrics.get("master").asText()).isEqualTo("local[1]");
        assertThat(bench.files("models")).noneMatch(name -> name.contains("/.") || name.startsWith("."));
        assertThat(ended.err().lines())
                .allMatch(line -> line.matches("(matrix product|room|rows|steps|network|epoch [12] of 2): .*"));
        assertThat(ended.err()).doesNotContain("\r").contains("epoch 1 of 2: loss ", "epoch 2 of 2: loss ");
    }

    /** Java warns of it at every start, so it is left out where nothing would take it. */
    @Test
    void vectorModuleIsThereWhereItIsAskedFor() throws Exception {
        RunScript.Ended ended =
                run("--conf", "spark.driver.extraJavaOptions=-Dthalweg.blas=vector", "train", "job.yaml");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err())
                .startsWith("WARNING: Using incubator modules: jdk.incubator.vector\n")
                .contains("matrix product: vector (netlib VectorBLAS)\n");
    }

    @Test
    void exitCodesPassThroughAndNothingButTheMessageIsSaid() throws Exception {
        RunScript.Ended usage = run("train", "jbo.yaml");
        assertThat(usage.code()).isEqualTo(2);
        assertThat(usage.err()).isEqualTo("job file: expected a file, found nothing at jbo.yaml; check the path\n");

        bench.write("flowers.csv", Flowers.csv(Flowers.of(20, 1)) + "1,wide,setosa\n");
        RunScript.Ended data = run("train", "job.yaml");
        assertThat(data.code()).isEqualTo(3);
        assertThat(data.err().lines().filter(line -> !line.matches("(matrix product|room): .*")))
                .containsExactly("sepal: expected a number (sepal is not in data.categorical), found \"wide\" ("
                        + folder.resolve("flowers.csv") + ", line 22); correct the row or remove it");

        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        RunScript.Ended training = run("train", "job.yaml", "--set", "optimizer={ type: sgd, learningRate: 1e30 }");
        assertThat(training.code()).isEqualTo(4);
        assertThat(training.err()).contains("training diverged: ").doesNotContain("\tat ");

        assertThat(List.of(usage, data, training))
                .extracting(RunScript.Ended::out)
                .containsOnly("");
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");
    }

    @Test
    void sparkThatDoesNotStartIsReportedAtOnce() throws Exception {
        long start = System.nanoTime();
        RunScript.Ended ended = run("--master", "local[many]", "train", "job.yaml");
        assertThat(ended.err())
                .isEqualTo("Spark: expected a session to start, found Could not parse Master URL: 'local[many]';"
                        + " check the options before the command\n");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(25);
    }

    /** Neither Spark's stack trace nor its hundred lines of help. */
    @Test
    void optionsThatSparkWouldRefuseAreReportedInOneLine() throws Exception {
        String check = "; check the options before the command\n";
        String found = "jobs/run: Spark: expected options that spark-submit knows, found: ";
        List<List<String>> cases = List.of(
                List.of(
                        "--master",
                        "locl[2]",
                        "jobs/run: --master: expected local, local[2], yarn, spark://HOST:PORT or k8s://ADDRESS, found"
                                + " locl[2]"),
                List.of(
                        "--driver-memory=2x",
                        "--verbose",
                        "jobs/run: --driver-memory: expected a size such as 4g, found 2x"),
                List.of("--bogus", "train", found + "Unrecognized option: --bogus"),
                List.of("--conf", "a", found + "Invalid argument to --conf: a"));
        for (List<String> wrong : cases) {
            RunScript.Ended ended = run(wrong.get(0), wrong.get(1), "train", "job.yaml");
            assertThat(ended.err()).isEqualTo(wrong.get(2) + check);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void versionAndHelpAreReported() throws Exception {
        RunScript.Ended version = run("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("thalweg .+\nSpark   .+\nJava    .+\nBLAS    .+\n");
        assertThat(run("help").out()).startsWith("Usage: thalweg").contains("Exit codes:");
        assertThat(run("train", "--help").out()).startsWith("Usage: thalweg train");
    }

    /** The archive that an earlier run may have made is taken away, and made again once. */
    @Test
    void classesAreArchivedOnceAndAnArchiveOfNoUseIsPassedOver() throws Exception {
        Path target = RunScript.repository().resolve("jobs/target");
        for (Path left : archives(target)) {
            Files.delete(left);
        }
        String preparing = "jobs/run: preparing a faster start (once after a build) ...\n";
        RunScript.Ended first = RunScript.in(folder, Map.of("THALWEG_ARCHIVE", ""), List.of("--version"));
        assertThat(first.err()).isEqualTo(preparing);
        List<Path> made = archives(target);
        assertThat(made).hasSize(1);
        assertThat(Files.size(made.get(0))).isGreaterThan(10_000_000);

        RunScript.Ended second = RunScript.in(folder, Map.of("THALWEG_ARCHIVE", ""), List.of("--version"));
        assertThat(List.of(second.out(), second.err(), second.code())).isEqualTo(List.of(first.out(), "", 0));
        Files.delete(made.get(0));
        Files.writeString(made.get(0), "of another JVM");
        RunScript.Ended other = RunScript.in(folder, Map.of("THALWEG_ARCHIVE", ""), List.of("--version"));
        assertThat(List.of(other.out(), other.err(), other.code())).isEqualTo(List.of(first.out(), "", 0));
        Files.delete(made.get(0));
    }

    private static List<Path> archives(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("classes-.*\\.jsa"))
                    .toList();
        }
    }

    private static final String INTERRUPTED =
            "interrupted: no result was written; all locks and temporary files were released\n";

    private static final String[] LONG_TRAINING = {
        "train", "job.yaml", "--set", "network.hidden=[64]", "--set", "training={ epochs: 3000, batchSize: 16 }"
    };

    private static void signal(RunScript run, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(run.process().pid()))
                .start()
                .waitFor();
    }

    /** Not a checkpoint would be due in the first five minutes. */
    @ParameterizedTest
    @CsvSource({"INT, 130, auto", "TERM, 143, spark"})
    void signalEndsTrainingWithACheckpointThatGoesOnToTheSameBits(String signal, int code, String engine)
            throws Exception {
        List<String> signalled = new ArrayList<>(List.of(LONG_TRAINING));
        signalled.addAll(List.of("--set", "training.engine=" + engine));
        RunScript run = RunScript.start(folder, Map.of(), signalled);
        run.awaitErr("epoch 2 of");
        long start = System.nanoTime();
        signal(run, signal);
        RunScript.Ended ended = run.end();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        assertThat(ended.err())
                .containsPattern(
                        "\nending: with a checkpoint after the current step; another signal after 2 s ends at once\n"
                                + "(epoch .*\n)?"
                                + "checkpoints: the last is after step [0-9,]+, in .*/models/flowers.checkpoints; resume with"
                                + " --resume\n" + INTERRUPTED + "$");
        assertThat(ended.err()).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        assertThat(bench.files())
                .as("nothing but the checkpoint")
                .hasSize(5)
                .contains("flowers.csv", "job.yaml", "models", "models/flowers.checkpoints")
                .anyMatch(file -> file.matches("models/flowers\\.checkpoints/step-.*\\.safetensors"));

        String[] whole = LONG_TRAINING.clone();
        whole[1] = folder.resolve("job.yaml").toString();
        List<String> here = new ArrayList<>(List.of(whole));
        here.addAll(List.of("--set", "data.path=" + folder.resolve("flowers.csv"), "--set", "model.path="));
        assertThat(sha256(here, "models/flowers", "--resume")).isEqualTo(sha256(here, "models/whole"));
        assertThat(bench.metrics("models/flowers").get("resumedFromStep").asInt())
                .isPositive();
    }

    private String sha256(List<String> train, String model, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(train);
        arguments.set(arguments.size() - 1, arguments.get(arguments.size() - 1) + folder.resolve(model));
        arguments.addAll(List.of(more));
        bench.run(arguments.toArray(String[]::new)).done();
        return bench.metrics(model).get("weightsSha256").asText();
    }

    /** A step of seconds: an iteration of L-BFGS over all rows. */
    @Test
    void laterSignalEndsAtOnce() throws Exception {
        RunScript run = RunScript.start(
                folder,
                Map.of(),
                List.of(
                        "train",
                        "--set",
                        "network.hidden=[3000, 3000]",
                        "--set",
                        "optimizer={ type: lbfgs }",
                        "--set",
                        "training.batchSize=full",
                        "--set",
                        "model.path=models/digits"));
        run.awaitErr("network: ");
        signal(run, "INT");
        run.awaitErr("ending: ");
        signal(run, "TERM");
        Thread.sleep(2500);
        assertThat(run.process().isAlive()).as("both are one request").isTrue();
        long start = System.nanoTime();
        signal(run, "TERM");
        RunScript.Ended ended = run.end();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2000);
        assertThat(ended.code()).as(ended.err()).isEqualTo(143);
        assertThat(ended.err()).doesNotContain(INTERRUPTED);
    }

    @Test
    void terminalShowsABar() throws Exception {
        Assumptions.assumeTrue(
                Stream.of("/usr/bin/script", "/bin/script").anyMatch(path -> Files.isExecutable(Path.of(path))),
                "script (util-linux) is not there");
        String command = "stty cols 100 && " + RunScript.script()
                + " train job.yaml --set 'training={ epochs: 60, batchSize: 8, engine: spark }'";
        RunScript.Ended shown = RunScript.startCommand(
                        folder,
                        Map.of(),
                        List.of(
                                "script",
                                "-qec",
                                command,
                                folder.resolve("terminal").toString()))
                .end();
        assertThat(shown.code()).as(shown.out()).isZero();
        List<String> drawn = Stream.of(
                        Files.readString(folder.resolve("terminal")).split("[\r\n]+"))
                .toList();
        assertThat(drawn)
                .anyMatch(line ->
                        line.matches("training +[0-9]+% \\[=* *] +[0-9]+/1500 \\(0:00:[0-9]{2} / 0:0[0-9]:[0-9]{2}\\)"
                                + " loss [0-9.]+, [0-9,]+ rows/s *"));
        assertThat(drawn).filteredOn(line -> line.startsWith("epoch ")).hasSize(60);
        assertThat(drawn).allMatch(line -> line.length() <= 100 || line.matches("(Script|Picked up|room:) .*"));
    }
}
