package org.thalweg.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.json.JsonCursor;

/**
 * Parses the JSON header of a tensor file. The file is not trusted: anything that safetensors does not define is
 * rejected.
 */
final class HeaderParser {
    private static final int MAX_METADATA = 64;
    private static final int MAX_SIDES = 2;

    private final TensorSource file;

    private HeaderParser(TensorSource file) {
        this.file = file;
    }

    /**
     * Parses a header.
     *
     * @param head the file's first bytes, up to the end of the header
     * @throws TensorFileException if it is not a valid header
     */
    static TensorHeader parse(TensorSource file, byte[] head) {
        int from = TensorHeader.LENGTH_BYTES;
        HeaderParser parser = new HeaderParser(file);
        try {
            return JsonCursor.read(
                    JsonCursor.STRICT.createParser(head, from, head.length - from), parser::wrong, parser::header);
        } catch (IllegalStateException e) {
            // Jackson throws it for names with colliding hashes.
            throw file.impossible("expected a JSON header, found an error: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TensorHeader header(JsonCursor json) throws IOException {
        Map<String, TensorHeader.Entry> tensors = new HashMap<>();
        return json.object(header -> {
            header.name();
            Map<String, String> metadata = header.map(MAX_METADATA, "metadata keys", JsonCursor::text);
            metadata.remove(TensorHeader.SHA256);
            while (header.hasMore()) {
                header.requireFewer(tensors.size(), file.kind().maxTensors(), "tensors");
                String name = header.name();
                tensors.put(name, header.object(entry -> tensor(name, entry)));
            }
            return new TensorHeader(metadata, tensors);
        });
    }

    private TensorHeader.Entry tensor(String name, JsonCursor json) throws IOException {
        String dtype = null;
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        while (json.hasMore()) {
            String key = json.name();
            switch (key) {
                case "dtype" -> dtype = json.text();
                case "shape" -> shape = numbers(json);
                case "data_offsets" -> offsets = numbers(json);
                default -> throw json.wrong("dtype, shape and data_offsets of tensor " + name, "key " + key);
            }
        }
        if (!TensorHeader.DTYPE.equals(dtype)) {
            throw json.wrong("dtype " + TensorHeader.DTYPE + " of tensor " + name, "" + dtype);
        }
        if (offsets.size() != 2) {
            throw json.wrong("two data_offsets of tensor " + name, offsets.toString());
        }
        return new TensorHeader.Entry(new TensorShape(name, shape), offsets.get(0), offsets.get(1));
    }

    private static List<Long> numbers(JsonCursor json) throws IOException {
        return json.list(MAX_SIDES, "numbers", numbers -> {
            long number = numbers.longValue();
            if (number < 0) {
                throw numbers.wrong("non-negative numbers", "" + number);
            }
            return number;
        });
    }

    private TensorFileException wrong(String expected, String found, long offset) {
        return file.damaged(offset < 0 ? -1 : TensorHeader.LENGTH_BYTES + offset, expected + " in the header", found);
    }
}
