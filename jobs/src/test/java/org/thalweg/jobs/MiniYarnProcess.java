package org.thalweg.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.thalweg.ChildProcesses;

/** YARN and HDFS of one node, from Hadoop's mini cluster, as a process that ends with this one. */
final class MiniYarnProcess implements AutoCloseable {
    private static final int START_SECONDS = 120;
    private static final String LIBRARY = "hadoop-client-minicluster-";

    /** Spark's own bridge from the logging that Hadoop's classes use would hide what they look for. */
    private static final List<String> NOT_HADOOPS = List.of("log4j-", "spark-");

    private final Process process;
    private final Path folder;

    private MiniYarnProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    private static Stream<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"));
    }

    static boolean isOnTheClassPath() {
        return libraries().anyMatch(path -> path.getFileName().toString().startsWith(LIBRARY));
    }

    /** Starts the cluster and waits for it. */
    static MiniYarnProcess start(Path folder) throws IOException, InterruptedException {
        String classpath = libraries()
                .filter(path ->
                        NOT_HADOOPS.stream().noneMatch(path.getFileName().toString()::startsWith))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path source = SparkInstallation.module().resolve("src/test/yarn/MiniYarn.java");
        Path log = folder.resolve("yarn.log");
        ProcessBuilder builder = new ProcessBuilder(
                        SparkInstallation.java().toString(),
                        "-Xmx1g",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--class-path",
                        classpath,
                        source.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        MiniYarnProcess started = new MiniYarnProcess(builder.start(), folder);
        try {
            SparkInstallation.await(started.process, log, "Running: ", START_SECONDS);
            return started;
        } catch (Throwable failure) {
            started.close();
            throw failure;
        }
    }

    /** The folder for HADOOP_CONF_DIR. */
    Path conf() {
        return folder.resolve("conf");
    }

    FileSystem hdfs() throws IOException {
        return FileSystem.newInstance(configuration());
    }

    /** What its clients are set up by. */
    Configuration configuration() {
        Configuration configuration = new Configuration(false);
        for (String file : List.of("core-site.xml", "yarn-site.xml")) {
            configuration.addResource(
                    new org.apache.hadoop.fs.Path(conf().resolve(file).toUri()));
        }
        return configuration;
    }

    /** What the drivers and executors of all applications have written. */
    List<Path> containerLogs() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("yarn"))) {
            return all.filter(path -> path.endsWith("stderr")).toList();
        }
    }

    @Override
    public void close() {
        ChildProcesses.end(List.of(process));
    }
}
