package org.thalweg.benchmarks.scaling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.thalweg.ChildProcesses;

/** A standalone Spark cluster on this machine: a master and workers, each in its own process. */
final class ClusterProcesses implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int START_SECONDS = 60;

    private final List<Process> processes = new ArrayList<>();
    private final String host;
    private final String url;

    /**
     * Starts all processes and waits until the workers have registered.
     *
     * @param folder an empty folder for logs and work
     * @param cores the cores that one worker offers, which may exceed the machine's; with links, the number of workers with
     *     one core each
     * @param links the network between them; empty for loopback
     */
    ClusterProcesses(Path folder, int cores, Optional<ShapedLinks> links) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("home/jars"));
        Files.createFile(folder.resolve("home/RELEASE"));
        this.host = links.map(ShapedLinks::driverHost).orElse(HOST);
        try {
            Path masterLog = folder.resolve("master.log");
            Process master =
                    start(folder, masterLog, List.of(), host, "org.apache.spark.deploy.master.Master", "--port", "0");
            String line = await(master, masterLog, "Starting Spark master at ");
            url = line.substring(line.indexOf("spark://")).strip();
            if (links.isEmpty()) {
                startWorker(folder, 0, List.of(), HOST, cores);
            } else {
                for (int worker = 0; worker < cores; worker++) {
                    startWorker(
                            folder,
                            worker,
                            links.get().asWorker(worker),
                            links.get().host(worker),
                            1);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startWorker(Path folder, int number, List<String> prefix, String at, int cores)
            throws IOException, InterruptedException {
        Path log = folder.resolve("worker-" + number + ".log");
        Process worker = start(
                folder,
                log,
                prefix,
                at,
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                Integer.toString(cores),
                "--memory",
                "64g",
                "--work-dir",
                folder.resolve("work-" + number).toString(),
                url);
        await(worker, log, "Successfully registered with master");
    }

    /** The address of the master, and of a driver. */
    String host() {
        return host;
    }

    /** The master URL for a context. */
    String url() {
        return url;
    }

    private Process start(Path folder, Path log, List<String> prefix, String at, String mainClass, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        // Spark's own logging, which reports what has started.
        command.add("-Dlog4j2.configurationFile=org/apache/spark/log4j2-defaults.properties");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of("--host", at, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        folder.resolve("home").toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        at));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static String await(Process process, Path log, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            for (String line : Files.readAllLines(log)) {
                if (line.contains(text)) {
                    return line;
                }
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(log + ": expected \"" + text + "\" within " + START_SECONDS + " s, found "
                + (process.isAlive() ? "none" : "that the process had ended") + ":\n" + Files.readString(log));
    }

    @Override
    public void close() {
        ChildProcesses.end(processes);
    }
}
