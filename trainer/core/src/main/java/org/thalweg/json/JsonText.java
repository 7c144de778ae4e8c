package org.thalweg.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Values of JSON as one string, for metadata, which holds strings alone. */
public final class JsonText {
    private JsonText() {}

    /** What writes a value. */
    @FunctionalInterface
    public interface Writing {
        /** Writes it. */
        void to(JsonGenerator json) throws IOException;
    }

    /** The text of what is written. */
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
