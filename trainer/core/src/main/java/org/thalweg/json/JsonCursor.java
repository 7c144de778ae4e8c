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
 * A place in JSON that is read token by token. Every method reads one thing and goes on behind it; what is there instead
 * is refused by the exception of the file's kind.
 */
public final class JsonCursor {
    private static final int MAX_STRING = 64 << 20;

    /**
     * Strict and bounded JSON, for metadata of files. Names are not interned: the JVM's table is not a hostile file's to
     * fill.
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

    /** The exception of something that is not as expected. */
    @FunctionalInterface
    public interface SettingsError {
        /**
         * The exception.
         *
         * @param offset the place in the text by bytes; −1 where it is not known
         */
        RuntimeException of(String expected, String found, long offset);
    }

    /** Reads a value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** The value at the cursor, which is behind it afterwards. */
        T from(JsonCursor json) throws IOException;
    }

    private final JsonParser json;
    private final SettingsError fault;

    private JsonCursor(JsonParser json, SettingsError fault) {
        this.json = json;
        this.fault = fault;
    }

    /**
     * Reads a text that holds one value.
     *
     * @param parser of the text, before its first token; closed afterwards
     * @throws RuntimeException that the fault gives, if it does not hold what the reading expects
     */
    public static <T> T read(JsonParser parser, SettingsError fault, Reading<T> reading) {
        try (parser) {
            parser.nextToken();
            JsonCursor cursor = new JsonCursor(parser, fault);
            T value = reading.from(cursor);
            if (parser.currentToken() != null) {
                throw cursor.wrong("one JSON value", "more behind it");
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw fault.of("JSON", "a fault: " + e.getOriginalMessage(), place == null ? -1 : place.getByteOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a text that holds one value of {@linkplain #STRICT strict} JSON; see the other method. */
    public static <T> T read(String text, SettingsError fault, Reading<T> reading) {
        try {
            return read(STRICT.createParser(text), fault, reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exception for what is at the cursor. */
    public RuntimeException wrong(String expected, String found) {
        return fault.of(expected, found, json.currentTokenLocation().getByteOffset());
    }

    /** The kind of what is at the cursor; null at the text's end. */
    public JsonToken token() {
        return json.currentToken();
    }

    private void require(JsonToken expected) {
        if (json.currentToken() != expected) {
            throw wrong(expected.toString(), String.valueOf(json.currentToken()));
        }
    }

    /** Goes on over a token of this kind. */
    public void skip(JsonToken expected) throws IOException {
        require(expected);
        json.nextToken();
    }

    /** A whole number of 64 bits. */
    public long whole() throws IOException {
        require(JsonToken.VALUE_NUMBER_INT);
        long number = json.getLongValue();
        json.nextToken();
        return number;
    }

    /** A whole number of 32 bits. */
    public int count() throws IOException {
        require(JsonToken.VALUE_NUMBER_INT);
        int number = json.getIntValue();
        json.nextToken();
        return number;
    }

    /** A number with a fraction, of 64 bits. */
    public double real() throws IOException {
        require(JsonToken.VALUE_NUMBER_FLOAT);
        double number = json.getDoubleValue();
        json.nextToken();
        return number;
    }

    /** A string. */
    public String text() throws IOException {
        require(JsonToken.VALUE_STRING);
        String text = json.getText();
        json.nextToken();
        return text;
    }

    /** True or false. */
    public boolean truth() throws IOException {
        if (json.currentToken() == null || !json.currentToken().isBoolean()) {
            String name = json.currentName() == null ? "" : json.currentName() + " ";
            throw wrong(name + "true or false", String.valueOf(json.currentToken()));
        }
        boolean truth = json.getBooleanValue();
        json.nextToken();
        return truth;
    }

    /** An array as a whole. */
    public <T> T array(Reading<T> reading) throws IOException {
        skip(JsonToken.START_ARRAY);
        T value = reading.from(this);
        skip(JsonToken.END_ARRAY);
        return value;
    }

    /** An object as a whole. */
    public <T> T object(Reading<T> reading) throws IOException {
        skip(JsonToken.START_OBJECT);
        T value = reading.from(this);
        skip(JsonToken.END_OBJECT);
        return value;
    }

    /** Whether the array or object that the cursor is in goes on. */
    public boolean hasMore() {
        return json.currentToken() != JsonToken.END_ARRAY && json.currentToken() != JsonToken.END_OBJECT;
    }

    /** The name of an object's next field; the cursor is at its value afterwards. */
    public String name() throws IOException {
        require(JsonToken.FIELD_NAME);
        String name = json.currentName();
        json.nextToken();
        return name;
    }

    /** Goes on to the value of the field of this name, which must be the next. */
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

    /** The values of an array up to its end. */
    public <T> List<T> list(Reading<T> reading) throws IOException {
        return list(Integer.MAX_VALUE, "", reading);
    }

    /**
     * The values of an array up to its end.
     *
     * @param most values that may be there, so that a list takes no memory which its file does not account for
     * @param what they are, for the message of one too many
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

    /** The fields of an object in their order. */
    public <T> Map<String, T> map(Reading<T> reading) throws IOException {
        return map(Integer.MAX_VALUE, "", reading);
    }

    /**
     * The fields of an object in their order.
     *
     * @param most fields that may be there
     * @param what they are, for the message of one too many
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

    /** Refuses one more of what may be there this often. */
    public void requireFewer(int size, int most, String what) {
        if (size >= most) {
            throw wrong("at most " + most + " " + what, "more");
        }
    }
}
