package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.SparkSession;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.command.ThalwegCommand;
import org.thalweg.jobs.session.Console;

/**
 * A folder in which commands run in this JVM, on a real Spark in local mode, as a user runs them: whatever a command
 * says is kept, and after each one nothing of it may be left.
 */
public final class Workbench {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
        // A heartbeat while Spark ends logs a warning.
        System.setProperty("spark.executor.heartbeatInterval", "60s");
    }

    private final Path folder;
    private final Map<String, String> settings;

    /** Commands in a folder. */
    public Workbench(Path folder) {
        this(folder, Map.of());
    }

    private Workbench(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Commands over so few rows that Spark's compiling of queries takes longer than the queries: they are not compiled.
     */
    public static Workbench ofFewRows(Path folder) {
        return new Workbench(
                folder, Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN"));
    }

    /** Commands with settings of Spark's. */
    public static Workbench with(Path folder, Map<String, String> settings) {
        return new Workbench(folder, settings);
    }

    /**
     * What a command came to.
     *
     * @param log the warnings and errors that were logged beside it
     */
    public record Ran(ExitCode code, String out, String err, List<String> log) {
        /** Asserts that it did what was asked for, and logged nothing. */
        public Ran done() {
            assertThat(code).as(err).isEqualTo(ExitCode.DONE);
            assertThat(log).isEmpty();
            return this;
        }

        /** Asserts that it failed with one message, the last that it said, and nothing else. */
        public Ran failed(ExitCode expected, String message) {
            assertThat(reported()).isEqualTo(message);
            assertThat(code).isEqualTo(expected);
            assertThat(out).isEmpty();
            assertThat(err.lines().filter(line -> line.startsWith("\tat "))).isEmpty();
            assertThat(log).isEmpty();
            return this;
        }

        /** The messages, without lines of progress. */
        public String reported() {
            return String.join(
                    "\n",
                    err.lines()
                            .filter(line -> !line.matches(
                                    "(matrix product|class weights|targets?|room|rows|steps|local steps|epochs|network|resumed|checkpoints|warning|new|checked|learning|stopped|model): .*"
                                            + "|evaluating .*|stopped after epoch .*|epoch [0-9]+ of [0-9]+: .*"))
                            .toList());
        }
    }

    /** Runs a command on two cores. */
    public Ran run(String... arguments) {
        return runOn("local[2]", arguments);
    }

    /** Runs a command on a Spark master. */
    public Ran runOn(String master, String... arguments) {
        System.setProperty("spark.master", master);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                0);
        ExitCode code;
        List<String> log;
        settings.forEach(System::setProperty);
        try (LogLines kept = new LogLines()) {
            code = ThalwegCommand.run(console, arguments);
            log = List.copyOf(kept.lines);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
        assertNothingLeft();
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), log);
    }

    /** Runs a command on a job file of this text. */
    public Ran run(String command, String yaml, List<String> more) {
        return runOn("local[2]", command, yaml, more);
    }

    /** Runs a command on a job file of this text, on a Spark master. */
    public Ran runOn(String master, String command, String yaml, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, write("job.yaml", yaml).toString()));
        arguments.addAll(more);
        return runOn(master, arguments.toArray(String[]::new));
    }

    /** Neither Spark nor threads outlive a command, nor do drafts of folders. */
    private void assertNothingLeft() {
        assertThat(SparkSession.getDefaultSession().isDefined())
                .as("Spark goes on")
                .isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("thalweg"));
        assertThat(files()).noneMatch(name -> name.contains(".writing") || name.contains(".old-"));
    }

    /** The path of a name in the folder. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** Writes a file. */
    public Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file. */
    public Path write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The names of all that is in the folder. */
    public List<String> files() {
        return files("");
    }

    /** The names of all that is below a name. */
    public List<String> files(String name) {
        Path below = folder.resolve(name);
        if (!Files.exists(below)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(path -> !path.equals(below))
                    .map(path -> below.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every file below a name, with its bytes. */
    public Map<String, String> contents(String name) {
        Map<String, String> contents = new TreeMap<>();
        for (String file : files(name)) {
            Path path = folder.resolve(name).resolve(file);
            if (Files.isRegularFile(path)) {
                contents.put(file, new String(bytes(path), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** The lines of all files below a name whose names end so, in the order of the names. */
    public List<String> lines(String name, String extension) {
        return files(name).stream()
                .filter(file -> file.endsWith(extension))
                .flatMap(file -> new String(bytes(folder.resolve(name).resolve(file)), StandardCharsets.UTF_8).lines())
                .toList();
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A model folder's metrics. */
    public JsonNode metrics(String name) {
        return json(new String(bytes(folder.resolve(name).resolve("metrics.json")), StandardCharsets.UTF_8));
    }

    /** A text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The warnings and errors that are logged while it is open. */
    public static final class LogLines extends AbstractAppender implements AutoCloseable {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

        /** Starts with no line. */
        public LogLines() {
            super("kept", null, null, true, Property.EMPTY_ARRAY);
            start();
            context.getConfiguration().getRootLogger().addAppender(this, null, null);
            context.updateLoggers();
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + ": "
                    + event.getMessage().getFormattedMessage());
        }

        /** What was logged so far: level, logger and message. */
        public List<String> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void close() {
            context.getConfiguration().getRootLogger().removeAppender("kept");
            context.updateLoggers();
            stop();
        }
    }
}
