package org.thalweg.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.json.JsonCursor;
import org.thalweg.json.JsonText;
import org.thalweg.model.Task;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.safetensors.TensorSource;
import org.thalweg.train.DescentState;
import org.thalweg.train.EpochProgress;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LayerSummary;
import org.thalweg.train.MetricValues;
import org.thalweg.train.RunState;

/**
 * The metadata of a checkpoint file: strings by key. Lists of numbers are JSON arrays; floating-point numbers are
 * strings that Java parses to the same bits.
 */
final class CheckpointText {
    static final String FORMAT = "format";
    static final String FORMAT_NAME = "thalweg-checkpoint";
    private static final String FORMAT_VERSION = "formatVersion";
    private static final String VERSION = "2";
    private static final String THALWEG_VERSION = "thalwegVersion";
    private static final String IDENTITY = "run";
    private static final String STEPS = "steps";
    private static final String EPOCHS = "epochs";
    private static final String PROGRESS = "progress";
    private static final String FIRST_LOSS = "firstLoss";
    private static final String BACK_OFFS = "backOffs";
    private static final String NOW = "now";
    private static final String GOOD = "good";

    private final TensorSource file;
    private final Map<String, String> metadata;

    CheckpointText(TensorSource file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** The metadata of a checkpoint, in the order in which it is written. */
    static Map<String, String> metadata(Checkpoint checkpoint) {
        RunState state = checkpoint.state();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_NAME);
        metadata.put(FORMAT_VERSION, VERSION);
        metadata.put(THALWEG_VERSION, checkpoint.thalwegVersion());
        metadata.put(IDENTITY, JsonText.of(json -> write(json, checkpoint.identity())));
        metadata.put(STEPS, Long.toString(state.steps()));
        metadata.put(EPOCHS, JsonText.of(json -> {
            json.writeStartArray();
            for (EpochResult epoch : state.epochs()) {
                write(json, epoch);
            }
            json.writeEndArray();
        }));
        metadata.put(PROGRESS, JsonText.of(json -> write(json, state.progress())));
        metadata.put(FIRST_LOSS, Double.toString(state.firstLoss()));
        metadata.put(BACK_OFFS, Integer.toString(state.backOffs()));
        metadata.put(NOW, JsonText.of(json -> write(json, state.descent().facts())));
        state.good().ifPresent(good -> metadata.put(GOOD, JsonText.of(json -> write(json, good.facts()))));
        return metadata;
    }

    private static void write(JsonGenerator json, Map<String, String> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, EpochResult epoch) throws IOException {
        json.writeStartArray();
        json.writeNumber(epoch.epoch());
        json.writeNumber(epoch.steps());
        json.writeNumber(epoch.rows());
        write(json, epoch.trainLoss(), epoch.gradientNorm(), epoch.learningRate(), epoch.seconds());
        write(json, epoch.layers());
        if (epoch.validation().isPresent()) {
            MetricValues metrics = epoch.validation().get();
            json.writeString(metrics.task().label());
            json.writeNumber(metrics.rows());
            write(json, metrics.loss());
            json.writeStartArray();
            for (double value : metrics.values()) {
                write(json, value);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, EpochProgress progress) throws IOException {
        json.writeStartArray();
        json.writeNumber(progress.steps());
        json.writeNumber(progress.rows());
        write(json, progress.loss(), progress.weight(), progress.norms(), progress.seconds());
        write(json, progress.layers());
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, List<LayerSummary> layers) throws IOException {
        json.writeStartArray();
        for (LayerSummary layer : layers) {
            json.writeStartArray();
            json.writeNumber(layer.rows());
            write(json, layer.mean(), layer.deviation(), layer.saturated(), layer.dead());
            write(json, layer.weightNorm(), layer.gradientNorm());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, double... numbers) throws IOException {
        for (double number : numbers) {
            json.writeString(Double.toString(number));
        }
    }

    /** @throws TensorFileException if the file is not a checkpoint, or has another format version */
    void requireFormat() {
        if (!FORMAT_NAME.equals(metadata.get(FORMAT))) {
            throw file.impossible(FORMAT + ": expected " + FORMAT_NAME + ", found " + metadata.get(FORMAT));
        }
        if (!VERSION.equals(metadata.get(FORMAT_VERSION))) {
            throw file.unusable(
                    "expected format version " + VERSION + ", found " + metadata.get(FORMAT_VERSION)
                            + " (written by Thalweg " + metadata.get(THALWEG_VERSION) + ")",
                    "resume with that version of Thalweg, or train from scratch");
        }
    }

    String thalwegVersion() {
        return required(THALWEG_VERSION);
    }

    Map<String, String> identity() {
        return map(IDENTITY);
    }

    /** The state with these arrays. */
    RunState state(Map<String, float[]> now, Optional<float[]> best, Map<String, float[]> good) {
        RunState state = new RunState(
                epochs(),
                read(
                        PROGRESS,
                        progress -> progress.array(numbers -> {
                            long steps = numbers.longValue();
                            long rows = numbers.longValue();
                            double loss = real(numbers);
                            double weight = real(numbers);
                            double norms = real(numbers);
                            double seconds = real(numbers);
                            return new EpochProgress(steps, rows, loss, weight, norms, layers(numbers), seconds);
                        })),
                new DescentState(map(NOW), now),
                best,
                Double.parseDouble(required(FIRST_LOSS)),
                Integer.parseInt(required(BACK_OFFS)),
                metadata.containsKey(GOOD) ? Optional.of(new DescentState(map(GOOD), good)) : Optional.empty());
        if (state.steps() != Long.parseLong(required(STEPS))) {
            throw file.impossible(
                    STEPS + ": expected " + state.steps() + " (the sum over the epochs), found " + required(STEPS));
        }
        return state;
    }

    private List<EpochResult> epochs() {
        return read(EPOCHS, all -> all.list(one -> one.array(CheckpointText::epoch)));
    }

    private static EpochResult epoch(JsonCursor numbers) throws IOException {
        int epoch = Math.toIntExact(numbers.longValue());
        long steps = numbers.longValue();
        long rows = numbers.longValue();
        double loss = real(numbers);
        double norm = real(numbers);
        double rate = real(numbers);
        double seconds = real(numbers);
        List<LayerSummary> layers = layers(numbers);
        Optional<MetricValues> validation = Optional.empty();
        if (numbers.hasMore()) {
            Task task = Task.labelled(numbers.text());
            long evaluated = numbers.longValue();
            double itsLoss = real(numbers);
            validation = Optional.of(MetricValues.ofFile(task, evaluated, itsLoss, numbers.list(CheckpointText::real)));
        }
        return new EpochResult(epoch, steps, rows, loss, validation, norm, rate, seconds, layers);
    }

    private static List<LayerSummary> layers(JsonCursor numbers) throws IOException {
        return numbers.list(one -> one.array(layer -> new LayerSummary(
                layer.longValue(), real(layer), real(layer), real(layer), real(layer), real(layer), real(layer))));
    }

    private String required(String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw file.impossible(key + ": expected a value, found none");
        }
        return value;
    }

    private Map<String, String> map(String key) {
        return read(key, json -> json.map(JsonCursor::text));
    }

    /** A floating-point number, written as a string. */
    private static double real(JsonCursor json) throws IOException {
        return Double.parseDouble(json.text());
    }

    private <T> T read(String key, JsonCursor.Reading<T> reading) {
        try {
            return JsonCursor.read(
                    required(key),
                    (expected, found, offset) -> file.impossible(key + ": expected " + expected + ", found " + found),
                    reading);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            // Jackson throws IllegalStateException for names with colliding hashes.
            throw file.impossible(key + ": " + e.getMessage());
        }
    }
}
