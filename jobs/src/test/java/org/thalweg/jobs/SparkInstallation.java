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
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.thalweg.ChildProcesses;

/**
 * What Spark's own programs take for an installation, made of links to Maven's jars, and processes started from it.
 *
 * <p>The Spark is the one that the tests themselves run on, so what starts processes is tested on every Spark that the
 * build tests on.
 */
final class SparkInstallation {
    private static final int SUBMIT_SECONDS = 240;
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

    /** How the names of jars begin that no cluster has: what our jar brings, and what tests use. */
    private static final List<String> NOT_OF_THE_CLUSTER = List.of(
            "thalweg-",
            "openblas-",
            "javacpp-",
            "picocli-",
            "snakeyaml-engine-",
            "progressbar-",
            "jline-",
            "uplot-",
            "junit-",
            "opentest4j-",
            "apiguardian-",
            "assertj-",
            "byte-buddy-",
            "archunit-",
            "jazzer-",
            // Of YARN's mini cluster.
            "hadoop-client-minicluster-",
            "reload4j-",
            "mockito-",
            "hamcrest-",
            "bcp");

    /**
     * How processes that live for seconds spend fewer of them on compiling and on verifying Spark; their bits are the
     * same.
     */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            + " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    /** The same for all processes that inherit an environment. */
    static final Map<String, String> SHORT_LIVED = Map.of("JAVA_TOOL_OPTIONS", QUICK_START);

    /** As Spark's own script does: its launcher prints the command line, each word ended by NUL. */
    private static final String SUBMIT =
            """
            #!/usr/bin/env bash
            set -euo pipefail
            export SPARK_HOME='%s' SPARK_SCALA_VERSION=2.13
            words=()
            while IFS= read -r -d '' word; do
              words+=("${word#$'\\n'}")
            done < <('%s' -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
            [ ${#words[@]} -gt 1 ] || exit 1
            exec "${words[@]:1}"
            """;

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

    /** The Spark that the tests run on. */
    static SparkInstallation in(Path home) throws IOException {
        return of(home, System.getProperty("java.class.path"));
    }

    /** The Spark that the jar is compiled against. */
    static SparkInstallation compiledAgainst(Path home) throws IOException {
        return of(home, Files.readString(module().resolve("target/spark-classpath.txt")));
    }

    private static SparkInstallation of(Path home, String classpath) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String entry : classpath.strip().split(File.pathSeparator)) {
            Path dependency = Path.of(entry);
            String name = dependency.getFileName().toString();
            if (name.endsWith(".jar") && NOT_OF_THE_CLUSTER.stream().noneMatch(name::startsWith)) {
                Files.createSymbolicLink(jars.resolve(name), dependency);
            }
        }
        Files.createFile(home.resolve("RELEASE"));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(script, SUBMIT.formatted(home, java()));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("not to be made executable: " + script);
        }
        return new SparkInstallation(home, null);
    }

    /** Packs a class of the tests, and those within it, into a jar for processes that lack the tests' class path. */
    static Path pack(Path jar, Class<?> type) throws IOException {
        Path classes = module().resolve("target/test-classes");
        Path file = classes.resolve(type.getName().replace('.', '/') + ".class");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> beside = Files.list(file.getParent())) {
            for (Path each : beside.filter(
                            path -> path.getFileName().toString().matches(type.getSimpleName() + "(\\$.*)?\\.class"))
                    .toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    /** This JDK's launcher of programs. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    Path home() {
        return home;
    }

    /** The command spark-submit. */
    Path submit() {
        return home.resolve("bin/spark-submit");
    }

    /** The command line of one of Spark's main classes. */
    List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
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
        return start(log, Map.of(), command(mainClass, List.of(arguments)));
    }

    /** Runs the script of one of the folders of cluster-configs to its end, its output into a file. */
    int submit(String folder, Path log, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(module().resolve("../cluster-configs/" + folder + "/submit")
                .normalize()
                .toString());
        command.addAll(arguments);
        Process process = start(log, environment, command);
        try {
            if (!process.waitFor(SUBMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end within " + SUBMIT_SECONDS + " s:\n" + Files.readString(log));
            }
            return process.exitValue();
        } finally {
            ChildProcesses.end(List.of(process));
        }
    }

    /** Starts a command in the environment of Spark's programs and these variables, its output into a file. */
    Process start(Path log, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        environment(builder.environment());
        environment.forEach((name, value) -> builder.environment()
                .merge(name, value, (old, more) -> SHORT_LIVED.containsKey(name) ? old + " " + more : more));
        return builder.start();
    }

    /** Sets what Spark's programs look for. */
    void environment(Map<String, String> environment) {
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.putAll(SHORT_LIVED);
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
