package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clusters do to a run, on a cluster of processes: the bits are those of a run to which nothing happened. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultsIT {
    private static final String STEP = "epoch 2, step 2";
    private static final int ENDS_WITHIN_SECONDS = 240;

    private static Path folder;
    private static SparkInstallation spark;
    private static StandaloneCluster cluster;
    private static String undisturbed;

    @BeforeAll
    static void start() throws Exception {
        folder = SparkInstallation.scratch("faults");
        spark = SparkInstallation.in(folder.resolve("spark"));
        pack(spark.home().resolve("jars/faults.jar"));
        cluster = StandaloneCluster.onHosts(spark, folder, List.of("127.0.0.1", "127.0.0.2"));
        Files.writeString(folder.resolve("flowers.csv"), Flowers.csv(Flowers.of(400, 1)));
        Ended ended = train("undisturbed", Map.of());
        assertThat(ended.code()).as("see the log in %s", folder).isZero();
        undisturbed = ended.sha256();
    }

    /** The plugin belongs to the cluster, not to what is submitted to it. */
    private static void pack(Path jar) throws IOException {
        Path classes = SparkInstallation.module().resolve("target/test-classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.list(classes.resolve("org/thalweg/jobs"))) {
            for (Path file : all.filter(path -> path.getFileName().toString().startsWith("FaultPlugin"))
                    .toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private record Ended(int code, String log, Path model) {
        JsonNode metrics() throws IOException {
            return new ObjectMapper().readTree(model.resolve("metrics.json").toFile());
        }

        String sha256() throws IOException {
            return metrics().get("weightsSha256").asText();
        }
    }

    private static Ended train(String name, Map<String, String> settings) throws Exception {
        Path model = folder.resolve(name);
        Path job = Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                task: classification
                data: { format: csv, path: %s, label: kind, validation: 0.2 }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.01 }
                training: { epochs: 4, batchSize: 64, laneRows: 8 }
                model: { path: %s }
                """
                        .formatted(folder.resolve("flowers.csv"), model));
        Map<String, String> all = new TreeMap<>(Map.of(
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.memory", "512m",
                "spark.cores.max", "2",
                "spark.scheduler.minRegisteredResourcesRatio", "1.0"));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>(List.of("--master", cluster.url()));
        all.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.addAll(List.of(SparkInstallation.jar().toString(), "train", job.toString()));
        Path log = folder.resolve(name + ".log");
        Process submit = spark.start(log, "org.apache.spark.deploy.SparkSubmit", arguments.toArray(String[]::new));
        try {
            assertThat(submit.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS))
                    .as(name + " ended in time, see " + log)
                    .isTrue();
        } finally {
            submit.destroyForcibly();
        }
        return new Ended(submit.exitValue(), Files.readString(log), model);
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

    private static void assertUndisturbed(Ended ended, FaultPlugin.Fault fault, int more) throws IOException {
        assertThat(ended.code()).as("see the log in %s", folder).isZero();
        assertThat(marker(fault, more, "")).as("it did happen").exists();
        assertThat(ended.sha256()).isEqualTo(undisturbed);
        assertThat(ended.metrics().get("partitions").asInt()).isEqualTo(2);
    }

    @Test
    void anExecutorThatDiesWithItsCachedRowsIsReplaced() throws Exception {
        assertUndisturbed(train("dies", fault(FaultPlugin.Fault.DIE)), FaultPlugin.Fault.DIE, 0);
    }

    @Test
    void executorsThatAlwaysDieEndTheRun() throws Exception {
        Ended ended = train("dies-always", fault(FaultPlugin.Fault.DIE_ALWAYS));
        assertThat(ended.code()).as("see the log in %s", folder).isEqualTo(4);
        assertThat(ended.log()).contains("Spark could not finish a step: ").doesNotContain("\tat org.thalweg");
        assertThat(ended.model()).as("nothing half-written").doesNotExist();
    }

    @Test
    void aTaskThatFailsOnceIsTakenAnew() throws Exception {
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
            "spark.dynamicAllocation.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.timeout", "1s",
            "spark.dynamicAllocation.initialExecutors", "2",
            "spark.dynamicAllocation.minExecutors", "1",
            "spark.dynamicAllocation.maxExecutors", "2",
            "spark.dynamicAllocation.executorIdleTimeout", "1s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s"
        };
        Ended ended = train("taken-away", fault(FaultPlugin.Fault.SLOW, dynamic));
        assertUndisturbed(ended, FaultPlugin.Fault.SLOW, dynamic.length);
        assertThat(marker(FaultPlugin.Fault.SLOW, dynamic.length, FaultPlugin.WENT_ON))
                .as("one was taken away, and the other went on")
                .exists();
    }
}
