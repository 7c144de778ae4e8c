package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** What clusters do to a run, on a cluster of processes: the bits are those of a run to which nothing happened. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultsIT {
    private static final String STEP = "epoch 2, step 2";

    private static Path folder;
    private static final int FILES = 4;

    private static SparkInstallation spark;
    private static StandaloneCluster cluster;
    private static String undisturbed;

    @BeforeAll
    static void start() throws Exception {
        folder = SparkInstallation.scratch("faults");
        spark = SparkInstallation.in(folder.resolve("spark"));
        // The plugin belongs to the cluster, not to what is submitted to it.
        SparkInstallation.pack(spark.home().resolve("jars/faults.jar"), FaultPlugin.class);
        cluster = StandaloneCluster.onHosts(spark, folder, List.of("127.0.0.1", "127.0.0.2"));
        // Several files, and so several splits: of an executor that dies, a part of what it has shuffled is read again.
        List<Flowers.Flower> flowers = Flowers.of(400, 1);
        Files.createDirectory(folder.resolve("flowers"));
        for (int file = 0; file < FILES; file++) {
            List<Flowers.Flower> some =
                    flowers.subList(file * flowers.size() / FILES, (file + 1) * flowers.size() / FILES);
            Files.writeString(folder.resolve("flowers/" + file + ".csv"), Flowers.csv(some));
        }
        undisturbed = train("undisturbed", Map.of()).get("weightsSha256").asText();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Path job(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                task: classification
                data: { format: csv, path: %s, label: kind, validation: 0.2 }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.01 }
                training: { epochs: 4, batchSize: 64, laneRows: 8 }
                model: { path: %s }
                """
                        .formatted(folder.resolve("flowers"), folder.resolve(name)));
    }

    /** Trains, the driver in this JVM; the metrics. */
    private static JsonNode train(String name, Map<String, String> settings) throws IOException {
        return train(name, settings, "memory");
    }

    private static JsonNode train(String name, Map<String, String> settings, String storage, String... set)
            throws IOException {
        run(name, settings, storage, set);
        return metrics(name);
    }

    private static JsonNode metrics(String name) throws IOException {
        return Workbench.json(Files.readString(folder.resolve(name).resolve("metrics.json")));
    }

    private static Ran run(String name, Map<String, String> settings, String storage, String... set)
            throws IOException {
        Workbench bench = StandaloneCluster.driverHere(folder.resolve("here"), settings);
        List<String> arguments =
                new ArrayList<>(List.of("train", job(name).toString(), "--set", "data.storage=" + storage));
        Stream.of(set).forEach(each -> arguments.addAll(List.of("--set", each)));
        Ran ran = bench.runOn(cluster.url(), arguments.toArray(String[]::new));
        assertThat(ran.code()).as("%s, see %s: %s", name, folder, ran.err()).isEqualTo(ExitCode.DONE);
        return ran;
    }

    private static Path marker(FaultPlugin.Fault fault, int more, String end) {
        return folder.resolve("happened-" + fault + more + end);
    }

    private static Map<String, String> fault(FaultPlugin.Fault fault, String... more) {
        String classes =
                SparkInstallation.module().resolve("target/test-classes").toString();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "spark.plugins",
                FaultPlugin.class.getName(),
                "spark.driver.extraClassPath",
                classes,
                "spark.executor.extraClassPath",
                classes,
                FaultPlugin.FAULT,
                fault.name(),
                FaultPlugin.AT,
                STEP,
                FaultPlugin.MARKER,
                marker(fault, more.length, "").toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static void assertUndisturbed(JsonNode metrics, FaultPlugin.Fault fault, int more) {
        assertThat(marker(fault, more, "")).as("it did happen").exists();
        assertThat(metrics.get("weightsSha256").asText()).isEqualTo(undisturbed);
        assertThat(metrics.get("partitions").asInt()).isEqualTo(2);
    }

    @Test
    void anExecutorThatDiesWithItsCachedRowsIsReplaced() throws Exception {
        assertUndisturbed(train("dies", fault(FaultPlugin.Fault.DIE)), FaultPlugin.Fault.DIE, 0);
    }

    @Test
    void whereEveryStepIsAJobAnExecutorThatDiesIsReplacedToo() throws Exception {
        Map<String, String> dies = fault(FaultPlugin.Fault.DIE, "spark.thalweg.sessions.enabled", "false");
        assertUndisturbed(train("dies-in-a-job", dies), FaultPlugin.Fault.DIE, 2);
    }

    /** The only executor dies, so that another one computes all later steps. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplacementThatRoundsDifferentlyIsReported(boolean sessions) throws Exception {
        String name = "other-blas-" + sessions;
        Map<String, String> settings = fault(
                FaultPlugin.Fault.DIE,
                FaultPlugin.BLAS_AFTERWARDS,
                "java",
                "spark.thalweg.sessions.enabled",
                "" + sessions,
                "spark.cores.max",
                "1",
                FaultPlugin.MARKER,
                folder.resolve(name + "-happened").toString());
        Ran ran = run(name, settings, "memory");
        assertThat(ran.err())
                .containsOnlyOnce("warning: the executors' matrix products round differently")
                .containsPattern("\\(executor 0 on \\S+: native .*, executor 1 on \\S+: java \\(netlib\\)\\)");
        assertThat(metrics(name).get("sameBlasEverywhere").asBoolean()).isFalse();
        assertThat(metrics(name).get("executors").asInt()).isEqualTo(2);
    }

    @Test
    void anExecutorThatDiesWithinARoundOfLocalStepsIsReplaced() throws Exception {
        Map<String, Object> bits = new TreeMap<>();
        for (String name : List.of("local-steps", "local-steps-dies")) {
            Map<String, String> settings = name.endsWith("dies")
                    ? fault(
                            FaultPlugin.Fault.DIE,
                            FaultPlugin.AT,
                            "epoch 2, step 3",
                            "spark.thalweg.test.of",
                            "a round")
                    : Map.of();
            JsonNode metrics = train(name, settings, "memory", "training.localSteps=2");
            bits.put(name, metrics.get("weightsSha256").asText());
        }
        assertThat(marker(FaultPlugin.Fault.DIE, 4, "")).as("it did happen").exists();
        assertThat(bits.get("local-steps-dies"))
                .isEqualTo(bits.get("local-steps"))
                .isNotEqualTo(undisturbed);
    }

    /** The mapped files of a dead executor's rows are lost with it: another one packs the rows again. */
    @Test
    void anExecutorThatDiesWithItsMappedRowsIsReplaced() throws Exception {
        Map<String, String> dies = fault(FaultPlugin.Fault.DIE, "spark.thalweg.rows", "mapped");
        assertUndisturbed(train("dies-mapped", dies, "disk"), FaultPlugin.Fault.DIE, 2);
    }

    /** In a process, so that its exit code and all that it logs are seen. */
    @Test
    void executorsThatAlwaysDieEndTheRun() throws Exception {
        String name = "dies-always";
        List<String> arguments = new ArrayList<>();
        Map<String, String> settings = new TreeMap<>(fault(FaultPlugin.Fault.DIE_ALWAYS));
        settings.putAll(Map.of(
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.memory", "512m",
                "spark.cores.max", "2",
                "spark.scheduler.minRegisteredResourcesRatio", "1.0"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.addAll(List.of("train", job(name).toString(), "--set", "checkpoint.everySteps=1"));
        Path log = folder.resolve(name + ".log");
        assertThat(spark.submit("standalone", log, Map.of("MASTER", cluster.url()), arguments))
                .as("see %s", log)
                .isEqualTo(4);
        // Spark logs the traces of what it tries again, as it comes; what ends the run is one line.
        List<String> lines = Files.readAllLines(log);
        List<String> from = lines.stream()
                .dropWhile(line -> !line.startsWith("Spark could not finish a step: "))
                .limit(2)
                .toList();
        assertThat(from).as("see %s", log).isNotEmpty().noneMatch(line -> line.startsWith("\tat "));
        assertThat(folder.resolve(name)).as("nothing half-written").doesNotExist();

        JsonNode resumed = train(name, Map.of(), "memory", "checkpoint.everySteps=1", "checkpoint.resume=always");
        assertThat(resumed.get("resumedFromStep").asInt())
                .as("from what was kept")
                .isPositive();
        assertThat(resumed.get("weightsSha256").asText()).isEqualTo(undisturbed);
    }

    @Test
    void aTaskThatFailsOnceIsTakenAgain() throws Exception {
        assertUndisturbed(train("fails", fault(FaultPlugin.Fault.FAIL)), FaultPlugin.Fault.FAIL, 0);
    }

    @Test
    void aSlowTasksSecondAttemptCountsOnce() throws Exception {
        String[] speculation = {
            "spark.speculation", "true",
            "spark.speculation.interval", "100ms",
            "spark.speculation.quantile", "0.5",
            "spark.speculation.minTaskRuntime", "500ms"
        };
        assertUndisturbed(
                train("slow", fault(FaultPlugin.Fault.SLOW, speculation)), FaultPlugin.Fault.SLOW, speculation.length);
        Path all = marker(FaultPlugin.Fault.SLOW, speculation.length, FaultPlugin.ATTEMPTS);
        try (Stream<Path> attempts = Files.list(all)) {
            assertThat(attempts.map(path -> path.getFileName().toString()))
                    .as("a second attempt beside the first")
                    .hasSize(3)
                    .anyMatch(name -> name.matches("[01]\\.1-.*"));
        }
    }

    @Test
    void dynamicAllocationMayTakeAnExecutorAndItsRowsAway() throws Exception {
        String[] dynamic = {
            // Tasks that stay keep all executors at work.
            "spark.thalweg.sessions.enabled", "false",
            "spark.dynamicAllocation.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.timeout", "1s",
            "spark.dynamicAllocation.initialExecutors", "2",
            "spark.dynamicAllocation.minExecutors", "1",
            "spark.dynamicAllocation.maxExecutors", "2",
            "spark.dynamicAllocation.executorIdleTimeout", "1s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s"
        };
        assertUndisturbed(
                train("taken-away", fault(FaultPlugin.Fault.SLOW, dynamic)), FaultPlugin.Fault.SLOW, dynamic.length);
        assertThat(marker(FaultPlugin.Fault.SLOW, dynamic.length, FaultPlugin.WENT_ON))
                .as("one was taken away, and the other went on")
                .exists();
    }
}
