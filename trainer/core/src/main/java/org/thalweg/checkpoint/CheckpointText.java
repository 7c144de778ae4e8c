package org.thalweg.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.safetensors.JsonText;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.safetensors.TensorHeader;
import org.thalweg.safetensors.TensorSource;
import org.thalweg.train.DescentState;
import org.thalweg.train.EpochProgress;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LayerFigures;
import org.thalweg.train.MetricValues;
import org.thalweg.train.RunState;

/**
 * What a checkpoint says in words, as the metadata of its file: strings by key. Numbers stand in arrays of JSON, those
 * with a fraction as strings that Java reads back to the same bits.
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
        if (state.good() != null) {
            metadata.put(GOOD, JsonText.of(json -> write(json, state.good().facts())));
        }
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
        MetricValues measures = epoch.validation();
        if (measures != null) {
            json.writeString(measures.task().label());
            json.writeNumber(measures.rows());
            write(json, measures.loss());
            json.writeStartArray();
            for (double value : measures.values()) {
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

    private static void write(JsonGenerator json, List<LayerFigures> layers) throws IOException {
        json.writeStartArray();
        for (LayerFigures layer : layers) {
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

    /** @throws TensorFileException if the file is none of a checkpoint, or of another format version */
    void requireFormat() {
        if (!FORMAT_NAME.equals(metadata.get(FORMAT))) {
            throw file.impossible(FORMAT + ": expected " + FORMAT_NAME + ", found " + metadata.get(FORMAT));
        }
        if (!VERSION.equals(metadata.get(FORMAT_VERSION))) {
            throw file.unusable(
                    "expected format version " + VERSION + ", found " + metadata.get(FORMAT_VERSION)
                            + " (written by Thalweg " + metadata.get(THALWEG_VERSION) + ")",
                    "go on with that version of Thalweg, or train again");
        }
    }

    String thalwegVersion() {
        return required(THALWEG_VERSION);
    }

    Map<String, String> identity() {
        return map(IDENTITY);
    }

    /** The state whose arrays these are. */
    RunState state(Map<String, float[]> now, float[] best, Map<String, float[]> good) {
        RunState state = new RunState(
                epochs(),
                read(PROGRESS, numbers -> {
                    long steps = numbers.whole();
                    long rows = numbers.whole();
                    double loss = numbers.real();
                    double weight = numbers.real();
                    double norms = numbers.real();
                    double seconds = numbers.real();
                    return new EpochProgress(steps, rows, loss, weight, norms, layers(numbers), seconds);
                }),
                new DescentState(map(NOW), now),
                best,
                Double.parseDouble(required(FIRST_LOSS)),
                Integer.parseInt(required(BACK_OFFS)),
                metadata.containsKey(GOOD) ? new DescentState(map(GOOD), good) : null);
        if (state.steps() != Long.parseLong(required(STEPS))) {
            throw file.impossible(
                    STEPS + ": expected " + state.steps() + " as the epochs say, found " + required(STEPS));
        }
        return state;
    }

    private List<EpochResult> epochs() {
        return read(
                EPOCHS,
                all -> all.list(one -> one.within(numbers -> {
                    int epoch = Math.toIntExact(numbers.whole());
                    long steps = numbers.whole();
                    long rows = numbers.whole();
                    double loss = numbers.real();
                    double norm = numbers.real();
                    double rate = numbers.real();
                    double seconds = numbers.real();
                    List<LayerFigures> layers = layers(numbers);
                    MetricValues validation = null;
                    if (numbers.hasMore()) {
                        Task task = Task.labelled(numbers.text());
                        long judged = numbers.whole();
                        double itsLoss = numbers.real();
                        validation = new MetricValues(
                                task, judged, itsLoss, numbers.within(values -> values.list(Numbers::real)));
                    }
                    return new EpochResult(epoch, steps, rows, loss, validation, norm, rate, seconds, layers);
                })));
    }

    private static List<LayerFigures> layers(Numbers numbers) throws IOException {
        return numbers.within(all -> all.list(one -> one.within(figures -> new LayerFigures(
                figures.whole(),
                figures.real(),
                figures.real(),
                figures.real(),
                figures.real(),
                figures.real(),
                figures.real()))));
    }

    private String required(String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw file.impossible(key + ": expected a value, found none");
        }
        return value;
    }

    /** Reads something of an array of JSON. */
    private interface Reading<T> {
        T from(Numbers numbers) throws IOException;
    }

    /** A cursor in nested arrays of JSON. */
    private final class Numbers {
        private final String key;
        private final JsonParser json;

        Numbers(String key, JsonParser json) {
            this.key = key;
            this.json = json;
        }

        private void require(JsonToken expected) {
            if (json.currentToken() != expected) {
                throw file.impossible(key + ": expected " + expected + ", found " + json.currentToken());
            }
        }

        long whole() throws IOException {
            require(JsonToken.VALUE_NUMBER_INT);
            long number = json.getLongValue();
            json.nextToken();
            return number;
        }

        String text() throws IOException {
            require(JsonToken.VALUE_STRING);
            String text = json.getText();
            json.nextToken();
            return text;
        }

        double real() throws IOException {
            return Double.parseDouble(text());
        }

        boolean hasMore() {
            return json.currentToken() != JsonToken.END_ARRAY;
        }

        /** Reads an array as a whole. */
        <T> T within(Reading<T> reading) throws IOException {
            require(JsonToken.START_ARRAY);
            json.nextToken();
            T value = reading.from(this);
            require(JsonToken.END_ARRAY);
            json.nextToken();
            return value;
        }

        /** Reads to the array's end. */
        <T> List<T> list(Reading<T> reading) throws IOException {
            List<T> values = new ArrayList<>();
            while (hasMore()) {
                values.add(reading.from(this));
            }
            return values;
        }
    }

    private <T> T read(String key, Reading<T> reading) {
        return parse(key, json -> new Numbers(key, json).within(reading));
    }

    private Map<String, String> map(String key) {
        return parse(key, json -> {
            Numbers cursor = new Numbers(key, json);
            cursor.require(JsonToken.START_OBJECT);
            Map<String, String> map = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                cursor.require(JsonToken.FIELD_NAME);
                String name = json.getText();
                json.nextToken();
                cursor.require(JsonToken.VALUE_STRING);
                map.put(name, json.getText());
            }
            json.nextToken();
            return map;
        });
    }

    private interface Parsing<T> {
        T from(JsonParser json) throws IOException;
    }

    private <T> T parse(String key, Parsing<T> parsing) {
        try (JsonParser json = TensorHeader.JSON.createParser(required(key))) {
            json.nextToken();
            T value = parsing.from(json);
            if (json.currentToken() != null) {
                throw file.impossible(key + ": expected one JSON value, found more behind it");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw file.impossible(key + ": expected JSON, found a fault: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            // The second by Jackson, of names made to have one hash.
            throw file.impossible(key + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
