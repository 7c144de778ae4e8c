package org.thalweg.jobs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.json.JsonCursor;

/**
 * An object of an untrusted JSON file: a missing value, or one of another type, is reported with its path and its file.
 *
 * <p>Texts are {@link String}s, whole numbers {@link Long}s, others {@link Double}s; maps keep their order.
 */
public final class JsonObject {
    private static final JsonFactory READING = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper WRITING = new ObjectMapper();
    private static final String FAULT = "an error: ";
    private static final int MAX_DEPTH = 20;
    private static final int MAX_SHOWN = 100;

    private final String where;
    private final String path;
    private final Map<String, Object> values;

    private JsonObject(String where, String path, Map<String, Object> values) {
        this.where = where;
        this.path = path;
        this.values = values;
    }

    /**
     * Reads a file's bytes.
     *
     * @param where the file, for messages
     * @throws JsonException if they are not one JSON object
     */
    public static JsonObject parse(byte[] utf8, String where) {
        JsonCursor.ErrorFactory fault = (expected, found, offset) ->
                new JsonException(where + ": expected " + expected + ", found " + found + "; restore the file");
        try {
            JsonParser json = READING.createParser(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
            Object value = JsonCursor.read(json, fault, JsonObject::only);
            return new JsonObject(where, "", map(value, where, "the file"));
        } catch (IllegalStateException e) {
            // Jackson's message about names crafted to collide in a hash table.
            throw fault.of("JSON", FAULT + e.getMessage(), -1);
        } catch (CharacterCodingException e) {
            throw fault.of("text in UTF-8", "other bytes", -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object that has already been parsed.
     *
     * @param where name of its source, for messages
     */
    public static JsonObject of(Map<String, Object> values, String where) {
        return new JsonObject(where, "", values);
    }

    private static Object only(JsonCursor json) throws IOException {
        Object value = value(json, 0);
        if (json.token() != JsonToken.NOT_AVAILABLE) {
            throw json.wrong("one JSON object", "more after it");
        }
        return value;
    }

    private static Object value(JsonCursor json, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw json.wrong("JSON", FAULT + "more than " + MAX_DEPTH + " levels");
        }
        if (json.token() == JsonToken.NOT_AVAILABLE) {
            throw json.wrong("JSON", FAULT + "its end");
        }
        return switch (json.token()) {
            case START_OBJECT ->
                json.object(fields -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    while (fields.hasMore()) {
                        String key = encodable(fields, fields.name());
                        map.put(key, value(fields, depth + 1));
                    }
                    return map;
                });
            case START_ARRAY -> json.list(item -> value(item, depth + 1));
            case VALUE_STRING -> encodable(json, json.text());
            case VALUE_NUMBER_INT -> json.longValue();
            case VALUE_NUMBER_FLOAT -> finite(json);
            case VALUE_TRUE, VALUE_FALSE -> json.booleanValue();
            case VALUE_NULL -> {
                json.skip(JsonToken.VALUE_NULL);
                yield null;
            }
            default -> throw json.wrong("JSON", FAULT + json.token());
        };
    }

    /** Requires valid text: an unpaired surrogate is not a character, and could not be written again. */
    private static String encodable(JsonCursor json, String text) {
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw json.wrong("JSON", FAULT + "half a character");
        }
        return text;
    }

    private static double finite(JsonCursor json) throws IOException {
        double number = json.doubleValue();
        if (!Double.isFinite(number)) {
            throw json.wrong("JSON", FAULT + "a number beyond 64 bits");
        }
        return number;
    }

    /** An object as indented JSON in UTF-8. A number that is not finite becomes {@code null}. */
    public static byte[] bytes(Map<String, ?> values) {
        try {
            return (WRITING.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(written(values)) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same in one line. */
    public static byte[] line(Map<String, ?> values) {
        try {
            return WRITING.writeValueAsBytes(written(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces NaN by null, as Jackson would write it as a string. */
    private static Object written(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, below) -> copy.put(key, written(below)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(below -> copy.add(written(below)));
            return copy;
        }
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    /** The values by key. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** A text; required. */
    public String text(String key) {
        return required(key, String.class, "a text");
    }

    /** A whole number; required. */
    public long whole(String key) {
        return required(key, Long.class, "a whole number");
    }

    /** A whole number that fits an int; required. */
    public int count(String key) {
        long number = whole(key);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw wrong(key, "a number from 0 to " + Integer.MAX_VALUE, "" + number);
        }
        return (int) number;
    }

    /** A number; {@code null} is NaN, as JSON cannot represent it. */
    public double real(String key) {
        Object value = values.get(key);
        if (values.containsKey(key) && value == null) {
            return Double.NaN;
        }
        return required(key, Number.class, "a number").doubleValue();
    }

    /** A text; empty if missing. */
    public Optional<String> optionalText(String key) {
        return values.get(key) == null ? Optional.empty() : Optional.of(text(key));
    }

    /** A whole number; empty if missing. */
    public Optional<Integer> optionalCount(String key) {
        return values.get(key) == null ? Optional.empty() : Optional.of(count(key));
    }

    /** An object; an empty one if missing. */
    public JsonObject object(String key) {
        Object value = values.get(key);
        return new JsonObject(where, at(key), value == null ? Map.of() : map(value, where, at(key)));
    }

    /** A list of texts; an empty one if missing. */
    public List<String> texts(String key) {
        return list(key).stream()
                .map(value -> {
                    if (!(value instanceof String text)) {
                        throw wrong(key, "texts", "" + value);
                    }
                    return text;
                })
                .toList();
    }

    /** A list of numbers; an empty one if missing. */
    public double[] reals(String key) {
        return list(key).stream()
                .mapToDouble(value -> {
                    if (!(value instanceof Number number)) {
                        throw wrong(key, "numbers", "" + value);
                    }
                    return number.doubleValue();
                })
                .toArray();
    }

    /** A list of whole numbers from 0 that fit an int; an empty one if missing. */
    public List<Integer> counts(String key) {
        return list(key).stream()
                .map(value -> {
                    if (!(value instanceof Long number) || number < 0 || number > Integer.MAX_VALUE) {
                        throw wrong(key, "whole numbers from 0 to " + Integer.MAX_VALUE, "" + value);
                    }
                    return number.intValue();
                })
                .toList();
    }

    /** A list of objects; an empty one if missing. */
    public List<JsonObject> objects(String key) {
        return list(key).stream()
                .map(value -> new JsonObject(where, at(key), map(value, where, at(key))))
                .toList();
    }

    private List<?> list(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof List)) {
            throw wrong(key, "a list", "" + value);
        }
        return value == null ? List.of() : (List<?>) value;
    }

    private <T> T required(String key, Class<T> type, String what) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw wrong(key, what, value == null ? "none" : "" + value);
        }
        return type.cast(value);
    }

    /** The exception for an invalid value. */
    public JsonException wrong(String key, String expected, String found) {
        return new JsonException(
                at(key) + ": expected " + expected + ", found " + few(found) + " (" + where + "); restore the file");
    }

    /** Truncates a value, which may be as long as the file. */
    private static String few(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value, String where, String what) {
        if (!(value instanceof Map)) {
            throw new JsonException(what + ": expected a JSON object, found "
                    + (value instanceof List ? "a list" : few("" + value)) + " (" + where + "); restore the file");
        }
        return (Map<String, Object>) value;
    }
}
