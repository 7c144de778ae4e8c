package org.thalweg.ml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.thalweg.json.JsonCursor;
import org.thalweg.json.JsonText;

/** Reads and writes numbers, booleans, strings, lists and maps as JSON. When reading, names need no quotes. */
final class JsonValues {
    private static final JsonFactory LENIENT = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private JsonValues() {}

    /**
     * Parses JSON.
     *
     * @throws IllegalArgumentException if the text is not valid JSON
     */
    static Object read(String text) {
        try {
            return JsonCursor.read(
                    LENIENT.createParser(text),
                    (expected, found, offset) ->
                            new IllegalArgumentException("expected " + expected + ", found " + found),
                    JsonValues::value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonCursor json) throws IOException {
        return switch (json.token()) {
            case START_ARRAY -> json.list(JsonValues::value);
            case START_OBJECT -> json.map(JsonValues::value);
            case VALUE_TRUE, VALUE_FALSE -> json.booleanValue();
            case VALUE_NUMBER_INT -> json.longValue();
            case VALUE_NUMBER_FLOAT -> json.doubleValue();
            default -> json.text();
        };
    }

    /**
     * Writes a value as JSON.
     *
     * @throws IllegalArgumentException if JSON has no such type
     */
    static String text(Object value) {
        return JsonText.of(json -> write(value, json));
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Float || value instanceof Double) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            throw new IllegalArgumentException("expected a number, a boolean, a string, a list or a map, found "
                    + (value == null ? "null" : value.getClass().getName()));
        }
    }
}
