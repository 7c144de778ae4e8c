package org.thalweg.benchmarks.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a training process and parses its output: lines of JSON, see {@code peers.py}. */
final class TrainerProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** Processes with their files in the given folder. */
    TrainerProcess(Path folder) {
        this.folder = folder;
    }

    /** The output of a successful process. */
    record Output(List<String> lines, double seconds) {}

    /** The command that runs a class in a new JVM with the class path and options of this one. */
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a trainer that prints its measurements. */
    Measured train(List<String> command, Map<String, String> environment) throws NotMeasuredException {
        Output output = run(command, environment);
        return measured(output.lines(), output.seconds());
    }

    /** Parses a trainer's output. */
    static Measured measured(List<String> lines, double wallSeconds) throws NotMeasuredException {
        String about = "";
        List<Epoch> epochs = new ArrayList<>();
        for (String line : lines) {
            JsonNode fields = parse(line);
            if (fields.has("notMeasured")) {
                throw new NotMeasuredException(fields.get("notMeasured").asText());
            }
            if (fields.has("about")) {
                about = fields.get("about").asText();
            } else {
                epochs.add(new Epoch(
                        fields.path("seconds").asDouble(Double.NaN),
                        fields.path("evaluation").asDouble(0),
                        fields.path("loss").asDouble(Double.NaN),
                        fields.path("accuracy").asDouble(Double.NaN)));
            }
        }
        if (epochs.isEmpty()) {
            throw new NotMeasuredException("expected a line with the seconds of an epoch, found none");
        }
        return new Measured(about, epochs, wallSeconds);
    }

    private static JsonNode parse(String line) throws NotMeasuredException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new NotMeasuredException("expected a line of JSON, found " + line);
        }
    }

    /** Runs a process to its end; standard error is used only for the message. */
    Output run(List<String> command, Map<String, String> environment) throws NotMeasuredException {
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int code = exitCode(builder);
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (code != 0) {
            List<String> said = lines(err);
            throw new NotMeasuredException(
                    "exit code " + code + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1)));
        }
        return new Output(lines(out), seconds);
    }

    private static int exitCode(ProcessBuilder builder) throws NotMeasuredException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NotMeasuredException(e.getMessage());
        }
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            return code;
        } catch (InterruptedException e) {
            process.destroy();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(File file) {
        try {
            return Files.readAllLines(file.toPath()).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
