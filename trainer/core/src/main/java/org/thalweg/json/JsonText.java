package org.thalweg.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON values as strings, for metadata, whose values must be strings. */
public final class JsonText {
    private JsonText() {}

    /** Writes a JSON value. */
    @FunctionalInterface
    public interface Writing {
        /** Writes the value. */
        void to(JsonGenerator json) throws IOException;
    }

    /** The JSON text that the callback writes. */
    public static String of(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonCursor.STRICT.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
