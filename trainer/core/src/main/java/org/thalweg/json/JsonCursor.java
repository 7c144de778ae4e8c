package org.thalweg.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cursor over the tokens of a JSON text. Every method reads one value and moves behind it. Anything unexpected is
 * reported by an exception that the caller supplies.
 */
public final class JsonCursor {
    private static final int MAX_STRING = 64 << 20;

    /**
     * Strict JSON with size limits, for metadata of files. Names are not interned, so that a hostile file cannot fill
     * the JVM's string table.
     */
    public static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    /** Creates the exception for unexpected JSON. */
    @FunctionalInterface
    public interface ErrorFactory {
        /**
         * Creates the exception.
         *
         * @param offset in the text, in bytes; −1 if unknown
         */
        RuntimeException of(String expected, String found, long offset);
    }

    /** Reads a value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads the value at the cursor and moves the cursor behind it. */
        T from(JsonCursor json) throws IOException;
    }

    private final JsonParser json;
    private final ErrorFactory errors;

    private JsonCursor(JsonParser json, ErrorFactory errors) {
        this.json = json;
        this.errors = errors;
    }

    /**
     * Reads a text that consists of one value.
     *
     * @param parser positioned before the first token; is closed
     * @param errors creates the exception for invalid JSON, and for a value other than expected
     */
    public static <T> T read(JsonParser parser, ErrorFactory errors, Reading<T> reading) {
        try (parser) {
            parser.nextToken();
            JsonCursor cursor = new JsonCursor(parser, errors);
            T value = reading.from(cursor);
            if (parser.currentToken() != null) {
                throw cursor.wrong("one JSON value", "more after it");
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw errors.of("JSON", "an error: " + e.getOriginalMessage(), place == null ? -1 : place.getByteOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a text that consists of one value of {@linkplain #STRICT strict} JSON; see the other method. */
    public static <T> T read(String text, ErrorFactory errors, Reading<T> reading) {
        try {
            return read(STRICT.createParser(text), errors, reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An exception about the value at the cursor. */
    public RuntimeException wrong(String expected, String found) {
        return errors.of(expected, found, json.currentTokenLocation().getByteOffset());
    }

    /** The token at the cursor; {@link JsonToken#NOT_AVAILABLE} at the end of the text. */
    public JsonToken token() {
        return json.hasCurrentToken() ? json.currentToken() : JsonToken.NOT_AVAILABLE;
    }

    private void require(JsonToken expected) {
        if (json.currentToken() != expected) {
            throw wrong(expected.toString(), String.valueOf(json.currentToken()));
        }
    }

    /** Moves the cursor past a token of this kind. */
    public void skip(JsonToken expected) throws IOException {
        require(expected);
        json.nextToken();
    }

    /** Reads a 64-bit integer. */
    public long longValue() throws IOException {
        require(JsonToken.VALUE_NUMBER_INT);
        long number = json.getLongValue();
        json.nextToken();
        return number;
    }

    /** Reads a 32-bit integer. */
    public int intValue() throws IOException {
        require(JsonToken.VALUE_NUMBER_INT);
        int number = json.getIntValue();
        json.nextToken();
        return number;
    }

    /** Reads a number with a fraction as a double. */
    public double doubleValue() throws IOException {
        require(JsonToken.VALUE_NUMBER_FLOAT);
        double number = json.getDoubleValue();
        json.nextToken();
        return number;
    }

    /** Reads a string. */
    public String text() throws IOException {
        require(JsonToken.VALUE_STRING);
        String text = json.getText();
        json.nextToken();
        return text;
    }

    /** Reads true or false. */
    public boolean booleanValue() throws IOException {
        if (json.currentToken() == null || !json.currentToken().isBoolean()) {
            String name = json.currentName() == null ? "" : json.currentName() + " ";
            throw wrong(name + "true or false", String.valueOf(json.currentToken()));
        }
        boolean value = json.getBooleanValue();
        json.nextToken();
        return value;
    }

    /** Reads a whole array. */
    public <T> T array(Reading<T> reading) throws IOException {
        skip(JsonToken.START_ARRAY);
        T value = reading.from(this);
        skip(JsonToken.END_ARRAY);
        return value;
    }

    /** Reads a whole object. */
    public <T> T object(Reading<T> reading) throws IOException {
        skip(JsonToken.START_OBJECT);
        T value = reading.from(this);
        skip(JsonToken.END_OBJECT);
        return value;
    }

    /** Whether the array or object around the cursor has more elements. */
    public boolean hasMore() {
        return json.currentToken() != JsonToken.END_ARRAY && json.currentToken() != JsonToken.END_OBJECT;
    }

    /** Reads the name of an object's next field and moves the cursor to its value. */
    public String name() throws IOException {
        require(JsonToken.FIELD_NAME);
        String name = json.currentName();
        json.nextToken();
        return name;
    }

    /** Moves the cursor to the value of the next field, which must have this name. */
    public JsonCursor field(String name) throws IOException {
        if (!hasField(name)) {
            throw wrong("key " + name, String.valueOf(json.currentName()));
        }
        json.nextToken();
        return this;
    }

    /** Whether an object's next field has this name. */
    public boolean hasField(String name) throws IOException {
        return json.currentToken() == JsonToken.FIELD_NAME && name.equals(json.currentName());
    }

    /** Reads the elements of an array. */
    public <T> List<T> list(Reading<T> reading) throws IOException {
        return list(Integer.MAX_VALUE, "", reading);
    }

    /**
     * Reads the elements of an array.
     *
     * @param most the maximum number of elements, so that a hostile file cannot exhaust memory
     * @param what the elements are, for the message if there are too many
     */
    public <T> List<T> list(int most, String what, Reading<T> reading) throws IOException {
        return array(items -> {
            List<T> values = new ArrayList<>();
            while (items.hasMore()) {
                requireFewer(values.size(), most, what);
                values.add(reading.from(items));
            }
            return values;
        });
    }

    /** Reads the fields of an object, in their order. */
    public <T> Map<String, T> map(Reading<T> reading) throws IOException {
        return map(Integer.MAX_VALUE, "", reading);
    }

    /**
     * Reads the fields of an object, in their order.
     *
     * @param most the maximum number of fields
     * @param what the fields are, for the message if there are too many
     */
    public <T> Map<String, T> map(int most, String what, Reading<T> reading) throws IOException {
        return object(fields -> {
            Map<String, T> values = new LinkedHashMap<>();
            while (fields.hasMore()) {
                requireFewer(values.size(), most, what);
                String name = fields.name();
                values.put(name, reading.from(fields));
            }
            return values;
        });
    }

    /** Requires that one more element is permitted. */
    public void requireFewer(int size, int most, String what) {
        if (size >= most) {
            throw wrong("at most " + most + " " + what, "more");
        }
    }
}
