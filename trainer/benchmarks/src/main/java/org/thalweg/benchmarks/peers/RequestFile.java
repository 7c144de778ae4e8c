package org.thalweg.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Writes and reads requests as JSON files for {@code peers.py} and for trainers in other JVMs, and prints the lines of their
 * answers.
 */
final class RequestFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOSS = "loss";
    private static final String ACCURACY = "accuracy";

    private RequestFile() {}

    static Path write(Request request, Path folder) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        Problem problem = request.problem();
        fields.put("train", files(problem.train()));
        fields.put("inputs", problem.inputs());
        fields.put("hidden", problem.hidden());
        fields.put("classes", problem.classes());
        fields.put("batch", request.batch());
        fields.put("epochs", request.epochs());
        fields.put("seed", request.seed());
        fields.put("threads", request.threads());
        request.goal().ifPresent(goal -> {
            fields.put("test", files(problem.test()));
            fields.put(goal.metric() == Goal.Metric.LOSS ? LOSS : ACCURACY, goal.value());
        });
        return Files.writeString(folder.resolve("request.json"), JSON.writeValueAsString(fields));
    }

    private static Map<String, String> files(RawRows rows) {
        return Map.of(
                "features", rows.features().toString(), "labels", rows.labels().toString());
    }

    /** Reads a file of {@link #write}; the problem's name and the fields for our trainer are empty. */
    static Request read(Path file) throws IOException {
        JsonNode fields = JSON.readTree(Files.readString(file));
        Problem problem = new Problem(
                "",
                fields.get("inputs").asInt(),
                StreamSupport.stream(fields.get("hidden").spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList(),
                fields.get("classes").asInt(),
                rows(fields.get("train")),
                fields.has("test") ? rows(fields.get("test")) : rows(fields.get("train")),
                "",
                "");
        Optional<Goal> goal = fields.has(LOSS)
                ? Optional.of(Goal.loss(fields.get(LOSS).asDouble()))
                : fields.has(ACCURACY)
                        ? Optional.of(Goal.accuracy(fields.get(ACCURACY).asDouble()))
                        : Optional.empty();
        return new Request(
                problem,
                fields.get("batch").asInt(),
                fields.get("epochs").asInt(),
                fields.get("seed").asLong(),
                fields.get("threads").asInt(),
                goal);
    }

    private static RawRows rows(JsonNode files) {
        return new RawRows(
                Path.of(files.get("features").asText()),
                Path.of(files.get("labels").asText()));
    }

    /** Prints the line about the trainer. */
    static void printAbout(String about) throws IOException {
        System.out.println(JSON.writeValueAsString(Map.of("about", about)));
    }

    /** Prints the line of an epoch. */
    static void print(Epoch epoch) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", epoch.seconds());
        fields.put("evaluation", epoch.evaluation());
        if (!Double.isNaN(epoch.loss())) {
            fields.put(LOSS, epoch.loss());
        }
        if (!Double.isNaN(epoch.accuracy())) {
            fields.put(ACCURACY, epoch.accuracy());
        }
        System.out.println(JSON.writeValueAsString(fields));
    }
}
