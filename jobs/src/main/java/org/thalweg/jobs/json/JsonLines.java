package org.thalweg.jobs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Reads and writes rows of texts and whole numbers as lines of JSON, one array per line. */
public final class JsonLines {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonLines() {}

    /** Writes rows of {@link String}s and whole numbers, in UTF-8; the stream stays open. */
    public static void write(OutputStream out, Iterator<List<Object>> rows) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.setRootValueSeparator(null);
            while (rows.hasNext()) {
                json.writeStartArray();
                for (Object value : rows.next()) {
                    if (value instanceof String text) {
                        json.writeString(text);
                    } else {
                        json.writeNumber(((Number) value).longValue());
                    }
                }
                json.writeEndArray();
                json.writeRaw('\n');
            }
        }
    }

    /**
     * Reads rows of {@link String}s and {@link Long}s.
     *
     * @param where name of the source, for messages
     * @throws JsonException if they are invalid
     */
    public static void read(InputStream in, String where, Consumer<List<Object>> rows) throws IOException {
        try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            while (json.nextToken() != null) {
                require(json.currentToken() == JsonToken.START_ARRAY, json, where);
                List<Object> row = new ArrayList<>(5);
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
                    require(isText || json.currentToken() == JsonToken.VALUE_NUMBER_INT, json, where);
                    row.add(isText ? (Object) json.getText() : (Object) json.getLongValue());
                }
                rows.accept(row);
            }
        } catch (JsonProcessingException e) {
            throw wrong(where, e.getOriginalMessage());
        }
    }

    private static void require(boolean holds, JsonParser json, String where) {
        if (!holds) {
            throw wrong(where, "" + json.currentToken());
        }
    }

    private static JsonException wrong(String where, String found) {
        return new JsonException(where + ": expected lines of JSON, each an array of texts and whole numbers, found "
                + found + "; restore the file");
    }
}
