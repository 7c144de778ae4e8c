package org.thalweg.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A standalone cluster on 127.0.0.1: a master and workers as processes, each worker with one core. */
final class StandaloneCluster implements AutoCloseable {
    private static final int START_SECONDS = 60;

    private final List<Process> processes = new ArrayList<>();
    private final String url;

    private StandaloneCluster(SparkInstallation spark, Path logs, int workers)
            throws IOException, InterruptedException {
        Path masterLog = logs.resolve("master.log");
        Process master = start(spark, masterLog, "org.apache.spark.deploy.master.Master", "--port", "0");
        String line = SparkInstallation.await(master, masterLog, "Starting Spark master at ", START_SECONDS);
        url = line.substring(line.indexOf("spark://")).strip();
        for (int i = 0; i < workers; i++) {
            Path log = logs.resolve("worker-" + i + ".log");
            Path work = logs.resolve("work-" + i);
            Process worker = start(
                    spark,
                    log,
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "2g",
                    "--work-dir",
                    work.toString(),
                    url);
            SparkInstallation.await(worker, log, "Successfully registered with master", START_SECONDS);
        }
    }

    static StandaloneCluster start(SparkInstallation spark, Path logs, int workers)
            throws IOException, InterruptedException {
        return new StandaloneCluster(spark, logs, workers);
    }

    private Process start(SparkInstallation spark, Path log, String mainClass, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--webui-port", "0"));
        all.addAll(List.of(arguments));
        Process process = spark.start(log, mainClass, all.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : processes) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
