package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small Java process on this one's class path, which ends with the test. */
final class ChildJvm implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a main class that multiplies no matrices, or few; what it says is in the log. */
    static ChildJvm start(Class<?> main, Path log, String... arguments) throws IOException {
        return start(main, log, List.of("-Dthalweg.blas=java"), arguments);
    }

    /** The same with options of the JVM, such as none, where it must multiply matrices as this one does. */
    static ChildJvm start(Class<?> main, Path log, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SparkInstallation.java().toString(), "-Xmx256m"));
        command.addAll(List.of(SparkInstallation.QUICK_START.split(" ")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ChildJvm(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Waits for its end; its exit code. */
    int code() throws InterruptedException {
        return code(SECONDS);
    }

    /** The same for one that takes long. */
    int code(int seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("see %s", log).isTrue();
        return process.exitValue();
    }

    /** What stands behind a word in the lines that it has said. */
    List<String> said(String word) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
