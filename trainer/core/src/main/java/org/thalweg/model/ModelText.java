package org.thalweg.model;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.json.JsonCursor;
import org.thalweg.json.JsonText;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.NetworkText;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.safetensors.TensorSource;

/** A model's description as the metadata of its file: strings by key, with lists and maps as JSON text. */
final class ModelText {
    static final String FORMAT = "format";
    static final String FORMAT_NAME = "thalweg-model";
    static final String FORMAT_VERSION = "formatVersion";
    private static final String THALWEG_VERSION = "thalwegVersion";
    private static final String TASK = "task";
    private static final String NETWORK = "network";
    private static final String LOSS = "loss";
    private static final String FEATURE_NAMES = "featureNames";
    private static final String CLASS_LABELS = "classLabels";
    private static final String TARGET_NAMES = "targetNames";
    private static final String TARGET_COLUMN = "targetColumn";
    private static final String FACTS = "facts";
    private static final String ENCODING = "encoding";
    private static final String THRESHOLD = "threshold";
    private static final Set<String> OPTIONAL = Set.of(TARGET_COLUMN, ENCODING, THRESHOLD);
    private static final Set<String> REQUIRED = Set.of(
            FORMAT,
            FORMAT_VERSION,
            THALWEG_VERSION,
            TASK,
            NETWORK,
            LOSS,
            FEATURE_NAMES,
            CLASS_LABELS,
            TARGET_NAMES,
            FACTS);

    private final TensorSource file;
    private final Map<String, String> metadata;

    private ModelText(TensorSource file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** The metadata of a description, in the order in which it is written. */
    static Map<String, String> metadata(ModelDescription description, int formatVersion) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_NAME);
        metadata.put(FORMAT_VERSION, Integer.toString(formatVersion));
        metadata.put(THALWEG_VERSION, description.thalwegVersion());
        metadata.put(TASK, description.task().label());
        metadata.put(NETWORK, NetworkText.of(description.network()));
        metadata.put(LOSS, description.loss().text());
        metadata.put(FEATURE_NAMES, names(description.featureNames()));
        metadata.put(CLASS_LABELS, names(description.classLabels()));
        metadata.put(TARGET_NAMES, names(description.targetNames()));
        description.targetColumn().ifPresent(column -> metadata.put(TARGET_COLUMN, column));
        metadata.put(FACTS, JsonText.of(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> fact : description.facts().entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        }));
        description
                .encoding()
                .ifPresent(encoding -> metadata.put(ENCODING, JsonText.of(json -> EncodingText.write(json, encoding))));
        if (!description.threshold().isNone()) {
            metadata.put(THRESHOLD, Double.toString(description.threshold().value()));
        }
        return metadata;
    }

    /** Writes names; a name repeated for consecutive inputs, as for a wide column, is written once with a count. */
    private static String names(List<String> names) {
        return JsonText.of(json -> {
            json.writeStartArray();
            int end;
            for (int from = 0; from < names.size(); from = end) {
                String name = names.get(from);
                end = from + 1;
                while (end < names.size() && names.get(end).equals(name)) {
                    end++;
                }
                if (end - from == 1) {
                    json.writeString(name);
                } else {
                    json.writeStartObject();
                    json.writeNumberField(name, end - from);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    /**
     * Parses a file's metadata.
     *
     * @param most the most numbers that fit in the file; a network with more inputs is rejected before memory is
     *     allocated
     * @throws TensorFileException if it is not a valid description, or has another format version
     */
    static ModelDescription description(TensorSource file, Map<String, String> metadata, long most) {
        ModelText text = new ModelText(file, metadata);
        text.requireFormat();
        text.requireKeys();
        try {
            Network network = text.network();
            text.require(
                    NETWORK, network.inputs() <= most, "no more inputs than the file has weights for", network.shape());
            return new ModelDescription(
                    metadata.get(THALWEG_VERSION),
                    Task.labelled(metadata.get(TASK)),
                    network,
                    Loss.parse(metadata.get(LOSS)),
                    text.names(FEATURE_NAMES, network.inputs()),
                    text.names(CLASS_LABELS, Math.max(2, network.outputs())),
                    text.names(TARGET_NAMES, network.outputs()),
                    Optional.ofNullable(metadata.get(TARGET_COLUMN)),
                    text.facts(),
                    text.encoding(network.inputs()),
                    text.threshold());
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Jackson throws IllegalStateException for names with colliding hashes.
            throw file.impossible(e.getMessage());
        }
    }

    /** Whether a file with this metadata contains the scaling of targets, which follows from its format version. */
    static boolean holdsTargetScaling(Map<String, String> metadata) {
        return Integer.parseInt(metadata.get(FORMAT_VERSION)) > Model.UNSCALED_TARGETS_VERSION;
    }

    private void requireFormat() {
        require(FORMAT, FORMAT_NAME.equals(metadata.get(FORMAT)), FORMAT_NAME, metadata.get(FORMAT));
        String version = metadata.get(FORMAT_VERSION);
        require(FORMAT_VERSION, version != null && version.matches("[1-9][0-9]{0,8}"), "a whole number", version);
        if (Integer.parseInt(version) > Model.FORMAT_VERSION) {
            throw file.unusable(
                    "expected format version " + Model.FORMAT_VERSION + " or an earlier one, found " + version
                            + " (written by Thalweg " + metadata.get(THALWEG_VERSION) + ")",
                    "read it with that version of Thalweg or a later one");
        }
    }

    private void requireKeys() {
        for (String key : REQUIRED) {
            require(key, metadata.containsKey(key), "a value", "none");
        }
        Set<String> unknown = new HashSet<>(metadata.keySet());
        unknown.removeAll(REQUIRED);
        unknown.removeAll(OPTIONAL);
        require("metadata", unknown.isEmpty(), "known keys", unknown.toString());
    }

    private void require(String key, boolean holds, String expected, String found) {
        if (!holds) {
            throw file.impossible(key + ": expected " + expected + ", found " + found);
        }
    }

    private <T> T parse(String key, JsonCursor.Reading<T> reading) {
        return JsonCursor.read(metadata.get(key), errors(key), reading);
    }

    private JsonCursor.ErrorFactory errors(String key) {
        return (expected, found, offset) -> file.impossible(key + ": expected " + expected + ", found " + found);
    }

    private List<String> names(String key, int max) {
        return parse(
                key,
                json -> json.array(items -> {
                    List<String> names = new ArrayList<>();
                    while (items.hasMore()) {
                        boolean repeated = items.token() == JsonToken.START_OBJECT;
                        Map.Entry<String, Integer> name =
                                repeated ? items.object(ModelText::repeated) : Map.entry(items.text(), 1);
                        int count = name.getValue();
                        require(key, count >= 1 && count <= max - names.size(), "at most " + max + " names", "more");
                        names.addAll(Collections.nCopies(count, name.getKey()));
                    }
                    return names;
                }));
    }

    private static Map.Entry<String, Integer> repeated(JsonCursor json) throws IOException {
        String name = json.name();
        return Map.entry(name, json.intValue());
    }

    private Map<String, String> facts() {
        return parse(FACTS, json -> json.map(JsonCursor::text));
    }

    private Optional<FeatureEncoding> encoding(int inputs) {
        return metadata.containsKey(ENCODING)
                ? Optional.of(parse(ENCODING, json -> EncodingText.read(json, inputs)))
                : Optional.empty();
    }

    private Threshold threshold() {
        String written = metadata.get(THRESHOLD);
        if (written == null) {
            return Threshold.NONE;
        }
        boolean number = written.matches("[0-9.E-]{1,30}");
        double value = number ? Double.parseDouble(written) : Double.NaN;
        require(THRESHOLD, value > 0 && value < 1, "a number above 0 and below 1", written);
        return new Threshold(value);
    }

    private Network network() {
        return NetworkText.parse(metadata.get(NETWORK), ModelDescription.MAX_LAYERS, errors(NETWORK));
    }
}
