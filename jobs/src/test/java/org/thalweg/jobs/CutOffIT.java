package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker whose network goes away in the middle of a run: two network namespaces of this test's own, joined by a cable
 * that it pulls. Skipped where namespaces may not be made.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class CutOffIT {
    private static final String NEAR = "thalweg-near-" + ProcessHandle.current().pid();
    private static final String FAR = "thalweg-far-" + ProcessHandle.current().pid();
    private static final String NEAR_HOST = "10.99.99.1";
    private static final String FAR_HOST = "10.99.99.2";
    private static final int START_SECONDS = 90;
    private static final int END_SECONDS = 240;

    private final List<Process> processes = new ArrayList<>();
    private Path folder;
    private SparkInstallation spark;

    private static boolean ran(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void must(String... command) throws IOException, InterruptedException {
        assertThat(ran(command)).as(String.join(" ", command)).isTrue();
    }

    @BeforeEach
    void layCable() throws Exception {
        Assumptions.assumeTrue(ran("ip", "netns", "add", NEAR), "network namespaces may not be made here");
        must("ip", "netns", "add", FAR);
        must("ip", "-n", NEAR, "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", FAR);
        must("ip", "-n", NEAR, "addr", "add", NEAR_HOST + "/24", "dev", "near");
        must("ip", "-n", FAR, "addr", "add", FAR_HOST + "/24", "dev", "far");
        for (String[] link : new String[][] {{NEAR, "near"}, {FAR, "far"}, {NEAR, "lo"}, {FAR, "lo"}}) {
            must("ip", "-n", link[0], "link", "set", link[1], "up");
        }
        folder = SparkInstallation.scratch("cut-off");
        spark = SparkInstallation.in(folder.resolve("spark"));
        Files.writeString(folder.resolve("flowers.csv"), Flowers.csv(Flowers.of(400, 1)));
    }

    @AfterEach
    void clearAway() throws Exception {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        ran("ip", "netns", "del", NEAR);
        ran("ip", "netns", "del", FAR);
    }

    private Process start(String namespace, String host, Path log, String mainClass, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(spark.command(mainClass, arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        spark.environment(builder.environment());
        builder.environment().put("SPARK_LOCAL_IP", host);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String startMaster() throws Exception {
        Path log = folder.resolve("master.log");
        Process master = start(
                NEAR,
                NEAR_HOST,
                log,
                "org.apache.spark.deploy.master.Master",
                List.of("--host", NEAR_HOST, "--port", "0", "--webui-port", "0"));
        String line = SparkInstallation.await(master, log, "Starting Spark master at ", START_SECONDS);
        return line.substring(line.indexOf("spark://")).strip();
    }

    private void startWorker(String namespace, String host, String master) throws Exception {
        Path log = folder.resolve("worker-" + host + ".log");
        Process worker = start(
                namespace,
                host,
                log,
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                        "--host",
                        host,
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        folder.resolve("work-" + host).toString(),
                        master));
        SparkInstallation.await(worker, log, "Successfully registered with master", START_SECONDS);
    }

    private Path job(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                task: classification
                data: { format: csv, path: %s, label: kind, validation: 0.2 }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.01 }
                training: { epochs: 30, batchSize: 64, laneRows: 8, partitions: 2 }
                model: { path: %s }
                """
                        .formatted(folder.resolve("flowers.csv"), folder.resolve(name)));
    }

    private Process submit(String name, String master) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--master", master));
        for (String setting : List.of(
                "spark.driver.host=" + NEAR_HOST,
                "spark.driver.bindAddress=" + NEAR_HOST,
                "spark.ui.enabled=false",
                "spark.executor.memory=512m",
                "spark.cores.max=2",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.executor.heartbeatInterval=1s",
                "spark.network.timeout=10s",
                "spark.network.timeoutInterval=2s")) {
            arguments.addAll(List.of("--conf", setting));
        }
        arguments.addAll(
                List.of(SparkInstallation.jar().toString(), "train", job(name).toString()));
        return start(NEAR, NEAR_HOST, folder.resolve(name + ".log"), "org.apache.spark.deploy.SparkSubmit", arguments);
    }

    private String sha256(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(name).resolve("metrics.json").toFile())
                .get("weightsSha256")
                .asText();
    }

    @Test
    void theOtherWorkersGoOnToTheSameBits() throws Exception {
        new Workbench(folder.resolve("here"))
                .runOn("local[1]", "train", job("alone").toString())
                .done();

        String master = startMaster();
        startWorker(NEAR, NEAR_HOST, master);
        startWorker(FAR, FAR_HOST, master);
        Process run = submit("cut", master);
        Path log = folder.resolve("cut.log");
        SparkInstallation.await(run, log, "epoch 2 of 30", START_SECONDS);
        must("ip", "-n", FAR, "link", "set", "far", "down");
        assertThat(run.waitFor(END_SECONDS, TimeUnit.SECONDS))
                .as("ended in time, see %s", log)
                .isTrue();
        assertThat(run.exitValue()).as("see %s", log).isZero();
        assertThat(Files.readString(log)).contains("Executor heartbeat timed out");
        assertThat(sha256("cut")).isEqualTo(sha256("alone"));
    }
}
