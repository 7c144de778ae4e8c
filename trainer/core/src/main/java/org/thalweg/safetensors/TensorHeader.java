package org.thalweg.safetensors;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.thalweg.json.JsonCursor;

/**
 * The header of a tensor file, in safetensors' layout: 8 bytes of header length, then the header, JSON padded with
 * spaces.
 *
 * <p>The hash is the first metadata entry, so it is at the same offset in every file: byte {@value #HASH_OFFSET}.
 *
 * @param metadata without the hash
 * @param tensors by name
 */
public record TensorHeader(Map<String, String> metadata, Map<String, TensorHeader.Entry> tensors) {
    /**
     * A tensor's position in the file.
     *
     * @param shape name and shape
     * @param begin offset of the first byte, from the end of the header
     * @param end offset behind the last byte
     */
    public record Entry(TensorShape shape, long begin, long end) {}

    static final String METADATA = "__metadata__";
    static final String SHA256 = "sha256";
    static final String PREFIX = "{\"" + METADATA + "\":{\"" + SHA256 + "\":\"";
    static final int LENGTH_BYTES = 8;
    static final int HASH_OFFSET = 35;
    static final int HASH_DIGITS = 64;
    static final int MAX_BYTES = 64 << 20;
    static final String DTYPE = "F32";

    /**
     * Whether a file starts like a tensor file with this as its first metadata entry.
     *
     * @param in is read from its current position; is not closed
     */
    public static boolean begins(InputStream in, String key, String value) throws IOException {
        String behind = "\",\"" + key + "\":\"" + value + "\"";
        int hashEnd = HASH_OFFSET + HASH_DIGITS;
        byte[] bytes = in.readNBytes(hashEnd + behind.length());
        return bytes.length == hashEnd + behind.length()
                && hasPrefix(bytes)
                && behind.equals(new String(bytes, hashEnd, behind.length(), StandardCharsets.ISO_8859_1));
    }

    /**
     * The header as bytes, with a hash of zeros; the length is a multiple of 8.
     *
     * @throws IllegalArgumentException if it is longer than the reader permits
     */
    static byte[] toBytes(Map<String, String> metadata, List<TensorShape> shapes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[LENGTH_BYTES]);
        try (JsonGenerator json = JsonCursor.STRICT.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            json.writeStringField(SHA256, "0".repeat(HASH_DIGITS));
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            long begin = 0;
            for (TensorShape shape : shapes) {
                begin = writeTensor(json, shape, begin);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        int length = bytes.size() - LENGTH_BYTES;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("file header: expected at most " + MAX_BYTES + " bytes, found " + length
                    + "; use fewer or shorter names");
        }
        byte[] head = bytes.toByteArray();
        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        return head;
    }

    private static long writeTensor(JsonGenerator json, TensorShape shape, long begin) throws IOException {
        long end = begin + shape.numbers() * Float.BYTES;
        json.writeObjectFieldStart(shape.name());
        json.writeStringField("dtype", DTYPE);
        json.writeArrayFieldStart("shape");
        for (long side : shape.shape()) {
            json.writeNumber(side);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        return end;
    }

    /** The hash's hex digits in the header. */
    static String hashOf(byte[] head) {
        return new String(head, HASH_OFFSET, HASH_DIGITS, StandardCharsets.ISO_8859_1);
    }

    /** Sets the hash's hex digits. */
    static void setHash(byte[] head, String digits) {
        byte[] bytes = digits.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, HASH_OFFSET, HASH_DIGITS);
    }

    /** Whether a header starts with our prefix. */
    static boolean hasPrefix(byte[] head) {
        byte[] prefix = PREFIX.getBytes(StandardCharsets.ISO_8859_1);
        return head.length > HASH_OFFSET + HASH_DIGITS
                && Arrays.equals(prefix, 0, prefix.length, head, LENGTH_BYTES, HASH_OFFSET)
                && head[HASH_OFFSET + HASH_DIGITS] == '"';
    }
}
