package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs on YARN, their rows and models in HDFS: the bits are those of local mode. Runs with the profile yarn alone. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class YarnIT {
    private static final Path PUMPS = RunScript.repository().resolve("jobs/examples/data/pumps.csv");
    private static final String JOB =
            """
            task: classification
            data: { format: csv, path: %s, label: condition, scale: standard, validation: 0.2 }
            network: { hidden: [24], activation: tanh }
            optimizer: { type: adam, learningRate: 0.01 }
            training: { epochs: 3, batchSize: 64, laneRows: 16 }
            model: { path: %s }
            """;

    private static Path folder;
    private static SparkInstallation spark;
    private static MiniYarnProcess cluster;

    @BeforeAll
    static void startYarn() throws Exception {
        Assumptions.assumeTrue(MiniYarnProcess.isOnTheClassPath(), "needs -Pyarn");
        folder = SparkInstallation.scratch("yarn");
        spark = SparkInstallation.in(folder.resolve("spark"));
        cluster = MiniYarnProcess.start(folder);
    }

    @AfterAll
    static void stopYarn() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void bothDeployModesTrainFromHdfsToTheBitsOfLocalMode() throws Exception {
        String local = local();
        assertThat(onYarn("client")).isEqualTo(local);
        assertThat(onYarn("cluster")).isEqualTo(local);
    }

    /** YARN would start a driver that failed once more: the folder's settings ask for one attempt. */
    @Test
    void wrongJobFailsOnceAndSaysSoInTheContainersLog() throws Exception {
        try (FileSystem hdfs = cluster.hdfs()) {
            write(hdfs, "wrong.yaml", JOB.formatted("none.csv", "models/none"));
        }
        assertThat(submit("cluster", "wrong.yaml")).isNotZero();
        List<Path> drivers = cluster.containerLogs().stream()
                .filter(log -> contains(log, "data.path: expected a file or a folder, found nothing at none.csv"))
                .toList();
        assertThat(drivers).hasSize(1);
    }

    /** YARN sends the driver and all executors SIGTERM at once, and SIGKILL where they do not end in time. */
    @Test
    void killedApplicationLeavesACheckpoint() throws Exception {
        try (FileSystem hdfs = cluster.hdfs();
                YarnClient yarn = YarnClient.createYarnClient()) {
            write(hdfs, "rows/pumps.csv", Files.readString(PUMPS));
            write(
                    hdfs,
                    "killed.yaml",
                    JOB.formatted("rows/pumps.csv", "models/killed").replace("epochs: 3", "epochs: 100000"));
            FutureTask<Integer> run = new FutureTask<>(() -> submit("cluster", "killed.yaml"));
            new Thread(run, "submit").start();
            await(() -> cluster.containerLogs().stream().anyMatch(log -> contains(log, "epoch 2 of 100000: ")));
            yarn.init(cluster.configuration());
            yarn.start();
            for (ApplicationReport each : yarn.getApplications(EnumSet.of(YarnApplicationState.RUNNING))) {
                yarn.killApplication(each.getApplicationId());
            }
            assertThat(run.get(1, TimeUnit.MINUTES)).isNotZero();
            org.apache.hadoop.fs.Path checkpoints =
                    new org.apache.hadoop.fs.Path("models/killed.checkpoints/step-*.safetensors");
            await(() -> hdfs.globStatus(checkpoints).length > 0);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("see the logs in " + folder).isLessThan(end);
            Thread.sleep(200);
        }
    }

    private static boolean contains(Path log, String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String local() throws Exception {
        Path model = folder.resolve("local");
        Path job = Files.writeString(folder.resolve("local.yaml"), JOB.formatted(PUMPS, model));
        Path log = folder.resolve("local.log");
        int code = spark.submit("local", log, Map.of(), List.of("--master", "local[1]", "train", job.toString()));
        assertThat(code).as(Files.readString(log)).isZero();
        return new ObjectMapper()
                .readTree(model.resolve("metrics.json").toFile())
                .get("weightsSha256")
                .asText();
    }

    private static String onYarn(String mode) throws Exception {
        try (FileSystem hdfs = cluster.hdfs()) {
            String model = "models/" + mode;
            write(hdfs, "rows/pumps.csv", Files.readString(PUMPS));
            write(hdfs, mode + ".yaml", JOB.formatted("rows/pumps.csv", model));
            assertThat(submit(mode, mode + ".yaml"))
                    .as("see the logs in " + folder)
                    .isZero();
            try (InputStream in = hdfs.open(new org.apache.hadoop.fs.Path(model + "/metrics.json"))) {
                JsonNode metrics = new ObjectMapper().readTree(in);
                assertThat(metrics.get("master").asText()).isEqualTo("yarn");
                assertThat(metrics.get("partitions").asInt())
                        .as("waits for both executors")
                        .isEqualTo(2);
                return metrics.get("weightsSha256").asText();
            }
        }
    }

    private static void write(FileSystem hdfs, String name, String text) throws IOException {
        try (var out = hdfs.create(new org.apache.hadoop.fs.Path(name))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int submit(String mode, String job) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--deploy-mode", mode));
        for (String conf : List.of(
                // Every node has the jars here, so that they need not be uploaded.
                "spark.yarn.jars=local:" + spark.home().resolve("jars") + "/*",
                "spark.executor.memory=1g",
                "spark.driver.memory=1g",
                "spark.ui.enabled=false")) {
            arguments.addAll(List.of("--conf", conf));
        }
        // YARN's containers do not inherit the environment, by which the local run may have chosen its kernel.
        String kernel = System.getenv("OPENBLAS_CORETYPE");
        if (kernel != null) {
            for (String of : List.of("spark.executorEnv.", "spark.yarn.appMasterEnv.")) {
                arguments.addAll(List.of("--conf", of + "OPENBLAS_CORETYPE=" + kernel));
            }
        }
        arguments.addAll(List.of("train", job));
        Path log = Files.createTempFile(folder, mode, ".log");
        return spark.submit(
                "yarn", log, Map.of("HADOOP_CONF_DIR", cluster.conf().toString()), arguments);
    }
}
