package org.thalweg.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tensor file described by a text, which a fuzzer can change without breaking offsets and hash: a line {@code
 * key=value} for each metadata entry, a line {@code name:2,3} for a tensor of that shape, all zeros.
 */
public final class TensorFileText {
    private static final long MAX_DATA = 1 << 20;

    private TensorFileText() {}

    /** The file; its tensors are truncated if they would take more than a megabyte. */
    public static byte[] file(String text) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, String> shapes = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            int colon = line.lastIndexOf(':');
            if (equals >= 0) {
                metadata.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (colon >= 0) {
                shapes.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        StringWriter header = new StringWriter();
        long end = 0;
        try (JsonGenerator json = new JsonFactory().createGenerator(header)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            json.writeStringField("sha256", "0".repeat(64));
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            for (Map.Entry<String, String> entry : shapes.entrySet()) {
                end = writeTensor(json, entry.getKey(), entry.getValue(), end);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] data = new byte[(int) Math.max(0, Math.min(MAX_DATA, end))];
        return new RawTensorFile(header.toString(), data).sealed();
    }

    private static long writeTensor(JsonGenerator json, String name, String shape, long begin) throws IOException {
        long numbers = 1;
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", "F32");
        json.writeArrayFieldStart("shape");
        for (String side : shape.split(",")) {
            json.writeRawValue(side.isBlank() ? "1" : side);
            numbers *= side.strip().matches("[0-9]{1,9}") ? Long.parseLong(side.strip()) : 1;
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + 4 * numbers);
        json.writeEndArray();
        json.writeEndObject();
        return begin + 4 * numbers;
    }
}
