package org.thalweg.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The script jobs/run, started as a user does, within a time limit. */
final class RunScript {
    private static final int LIMIT_SECONDS = 240;

    private static final Pattern JAVAS_OWN = Pattern.compile("^Picked up JAVA_TOOL_OPTIONS: .*\n", Pattern.MULTILINE);

    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * A build that was started in the background ignores SIGINT, under nohup SIGHUP too, and so would all that it
     * starts.
     */
    private static final List<String> INTERRUPTIBLE = interruptible();

    private static List<String> interruptible() {
        List<String> command = List.of("env", "--default-signal=INT,HUP,TERM");
        try {
            List<String> trial = new ArrayList<>(command);
            trial.add("true");
            boolean known = new ProcessBuilder(trial).start().waitFor() == 0;
            return known ? command : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private RunScript(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * How a process ended.
     *
     * @param err without what Java itself says before any program runs
     */
    record Ended(int code, String out, String err) {}

    static Path repository() {
        return SparkInstallation.module().getParent();
    }

    static Path script() {
        return repository().resolve("jobs/run");
    }

    /** Runs the script in a working directory, to its end. */
    static Ended in(Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        return start(directory, environment, arguments).end();
    }

    /** Starts the script. */
    static RunScript start(Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(arguments);
        return startCommand(directory, environment, command);
    }

    static RunScript startCommand(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Path logs = SparkInstallation.scratch("run");
        Path out = logs.resolve("out");
        Path err = logs.resolve("err");
        List<String> interruptible = new ArrayList<>(INTERRUPTIBLE);
        interruptible.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(interruptible)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("THALWEG_TERMINAL");
        builder.environment().putAll(SparkInstallation.SHORT_LIVED);
        builder.environment().put("THALWEG_ARCHIVE", "off");
        builder.environment().putAll(environment);
        return new RunScript(builder.start(), out, err);
    }

    Process process() {
        return process;
    }

    /** Waits until standard error holds a text. */
    void awaitErr(String text) throws InterruptedException {
        SparkInstallation.await(process, err, text, LIMIT_SECONDS);
    }

    /** Waits for the end; ends what does not end by itself. */
    Ended end() throws InterruptedException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("jobs/run did not end within " + LIMIT_SECONDS + " s:\n" + text(err));
            }
            return new Ended(
                    process.exitValue(), text(out), JAVAS_OWN.matcher(text(err)).replaceAll(""));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
