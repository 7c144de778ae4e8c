package org.thalweg.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.thalweg.ChildProcesses;

/**
 * A stand-in for jobs/run: the same commands with the same settings, in one JVM that the real script has started and
 * that lasts. What has options before the command goes to the real script, and so does everything while {@value
 * #OWN_JVM} is set.
 */
final class WarmRun implements AutoCloseable {
    /** The environment variable by which a command gets a JVM of its own. */
    static final String OWN_JVM = "THALWEG_TEST_OWN_JVM";

    private static final int START_SECONDS = 90;

    private static final String STAND_IN =
            """
            #!/usr/bin/env bash
            set -euo pipefail
            [[ ${1--} != -* && -z ${%s-} ]] || exec '%s' "$@"
            exec 3<>/dev/tcp/127.0.0.1/"$(cat '%s')"
            printf '%%s\\0' "$@" '' >&3
            read -r code <&3
            cat <&3
            exit "$code"
            """;

    private final Process process;
    private final Path log;
    private final Path port;

    private WarmRun(Process process, Path log, Path port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts the JVM in a working directory, in an environment, its files into a folder; see {@link #awaitReady}. */
    static WarmRun start(Path directory, Map<String, String> environment, Path folder) throws IOException {
        Path jar = SparkInstallation.pack(folder.resolve("server.jar"), CommandServer.class);
        Path log = folder.resolve("server.log");
        Path port = folder.resolve("server.port");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        RunScript.script().toString(),
                        "--jars",
                        jar.toString(),
                        "--class",
                        CommandServer.class.getName(),
                        port.toString()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("THALWEG_ARCHIVE", "off");
        builder.environment().putAll(environment);
        return new WarmRun(builder.start(), log, port);
    }

    /** Writes the stand-in. */
    void standIn(Path script) throws IOException {
        Files.writeString(script, STAND_IN.formatted(OWN_JVM, RunScript.script(), port));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("not to be made executable: " + script);
        }
    }

    /** Waits until commands can be sent. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("did not start:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    /** What Spark logged beside the commands. */
    Path log() {
        return log;
    }

    @Override
    public void close() {
        ChildProcesses.end(List.of(process));
    }
}
