package org.thalweg.jobs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What Spark's own programs take for an installation, made of links to Maven's jars, and processes started from it. */
final class SparkInstallation {
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final Path home;
    private final Path configuration; // null for none

    private SparkInstallation(Path home, Path configuration) {
        this.home = home;
        this.configuration = configuration;
    }

    /** The same programs, with a folder of settings. */
    SparkInstallation with(Path folder) {
        return new SparkInstallation(home, folder);
    }

    /** The module that is being tested. */
    static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    /** A new folder below the build's: what a test leaves there can be looked at afterwards. */
    static Path scratch(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(module().resolve("target/it")), name + "-");
    }

    static Path jar() {
        return module().resolve("target/thalweg-jobs.jar");
    }

    /** The real MNIST, or null: the folder that THALWEG_MNIST names, or shared/data/mnist beside the repository. */
    static Path mnist() {
        String named = System.getenv("THALWEG_MNIST");
        Path folder = named != null
                ? Path.of(named)
                : module().resolve("../../shared/data/mnist").normalize();
        return Files.isRegularFile(folder.resolve("train-images-idx3-ubyte.gz")) ? folder : null;
    }

    static SparkInstallation in(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        String classpath = Files.readString(module().resolve("target/spark-classpath.txt"));
        for (String entry : classpath.strip().split(File.pathSeparator)) {
            Path dependency = Path.of(entry);
            Files.createSymbolicLink(jars.resolve(dependency.getFileName()), dependency);
        }
        Files.createFile(home.resolve("RELEASE"));
        return new SparkInstallation(home, null);
    }

    Path home() {
        return home;
    }

    /** The command line of one of Spark's main classes. */
    List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.add("--add-modules=jdk.incubator.vector");
        OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.add("-cp");
        command.add(home.resolve("jars") + "/*");
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** Starts one of Spark's programs, its output into a file. */
    Process start(Path log, String mainClass, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(mainClass, List.of(arguments)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        environment(builder.environment());
        return builder.start();
    }

    /** Sets what Spark's programs look for. */
    void environment(Map<String, String> environment) {
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.remove("SPARK_CONF_DIR");
        if (configuration != null) {
            environment.put("SPARK_CONF_DIR", configuration.toString());
        }
    }

    /** Waits until a program has written a text, and returns the line. */
    static String await(Process process, Path log, String text, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline) {
            try {
                for (String line : Files.readAllLines(log)) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                if (!process.isAlive()) {
                    throw new AssertionError("ended before it wrote \"" + text + "\":\n" + Files.readString(log));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("did not write \"" + text + "\" within " + seconds + " s; see " + log);
    }
}
