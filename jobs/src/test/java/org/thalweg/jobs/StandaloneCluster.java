package org.thalweg.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.ChildProcesses;

/**
 * A standalone cluster on loopback: a master and workers as processes, each worker with one core unless a test asks for
 * more.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final String HOST = "127.0.0.1";

    private final List<Process> processes = new ArrayList<>();
    private String url;

    private final int coresOfWorker;

    private StandaloneCluster(int coresOfWorker) {
        this.coresOfWorker = coresOfWorker;
    }

    private void startAll(SparkInstallation spark, Path logs, List<Map<String, String>> workers, List<String> hosts)
            throws IOException, InterruptedException {
        Path masterLog = logs.resolve("master.log");
        Process master =
                start(spark, masterLog, Map.of(), HOST, "org.apache.spark.deploy.master.Master", "--port", "0");
        String line = SparkInstallation.await(master, masterLog, "Starting Spark master at ", START_SECONDS);
        url = line.substring(line.indexOf("spark://")).strip();
        for (int i = 0; i < workers.size(); i++) {
            Path log = logs.resolve("worker-" + i + ".log");
            Path work = logs.resolve("work-" + i);
            Process worker = start(
                    spark,
                    log,
                    workers.get(i),
                    hosts.get(i),
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    Integer.toString(coresOfWorker),
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
        return start(spark, logs, Collections.nCopies(workers, Map.of()));
    }

    /** A cluster whose workers have several cores each. */
    static StandaloneCluster start(SparkInstallation spark, Path logs, int workers, int cores)
            throws IOException, InterruptedException {
        return start(spark, logs, Collections.nCopies(workers, Map.of()), Collections.nCopies(workers, HOST), cores);
    }

    /** A cluster with a worker on each of the hosts, addresses of loopback: Spark does not speculate on one host. */
    static StandaloneCluster onHosts(SparkInstallation spark, Path logs, List<String> hosts)
            throws IOException, InterruptedException {
        return start(
                spark,
                logs,
                hosts.stream().map(host -> Map.of("SPARK_LOCAL_IP", host)).toList(),
                hosts,
                1);
    }

    /** A cluster with a worker for each of the environments, which its executors inherit. */
    static StandaloneCluster start(SparkInstallation spark, Path logs, List<Map<String, String>> workers)
            throws IOException, InterruptedException {
        return start(spark, logs, workers, Collections.nCopies(workers.size(), HOST), 1);
    }

    private static StandaloneCluster start(
            SparkInstallation spark, Path logs, List<Map<String, String>> workers, List<String> hosts, int cores)
            throws IOException, InterruptedException {
        StandaloneCluster cluster = new StandaloneCluster(cores);
        try {
            cluster.startAll(spark, logs, workers, hosts);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            // Nobody else knows of what has been started.
            cluster.close();
            throw e;
        }
    }

    private Process start(
            SparkInstallation spark,
            Path log,
            Map<String, String> environment,
            String host,
            String mainClass,
            String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--host", host, "--webui-port", "0"));
        all.addAll(List.of(arguments));
        Process process = spark.start(log, environment, spark.command(mainClass, all));
        processes.add(process);
        return process;
    }

    String url() {
        return url;
    }

    /** Commands in a folder whose driver is in this JVM, and whose executors are on a cluster of two cores. */
    static Workbench driverHere(Path folder, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spark.jars", SparkInstallation.jar().toString(),
                "spark.executor.memory", "512m",
                "spark.cores.max", "2",
                "spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector",
                "spark.scheduler.minRegisteredResourcesRatio", "1.0"));
        settings.putAll(more);
        return Workbench.with(folder, settings);
    }

    @Override
    public void close() {
        ChildProcesses.end(processes);
    }
}
