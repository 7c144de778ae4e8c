package org.thalweg.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of a tensor file's header, of which nothing is believed: what safetensors does not know is refused. */
final class HeaderParser {
    private static final int MAX_METADATA = 64;
    private static final int MAX_SIDES = 2;

    private final TensorSource file;
    private final JsonParser json;

    private HeaderParser(TensorSource file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Parses a head.
     *
     * @param head the file's first bytes, up to the header's end
     * @throws TensorFileException if it is not a header
     */
    static TensorHeader parse(TensorSource file, byte[] head) {
        int from = TensorHeader.LENGTH_BYTES;
        try (JsonParser json = TensorHeader.JSON.createParser(head, from, head.length - from)) {
            return new HeaderParser(file, json).header();
        } catch (JsonProcessingException e) {
            long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw file.damaged(offset < 0 ? -1 : from + offset, "a JSON header", "a fault: " + e.getOriginalMessage());
        } catch (IllegalStateException e) {
            // Jackson, of names made to have one hash.
            throw file.impossible("expected a JSON header, found a fault: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TensorHeader header() throws IOException {
        json.nextToken();
        require(JsonToken.START_OBJECT);
        json.nextToken();
        require(JsonToken.FIELD_NAME);
        Map<String, String> metadata = metadata();
        Map<String, TensorHeader.Entry> tensors = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            require(JsonToken.FIELD_NAME);
            requireFewer(tensors.size(), file.kind().maxTensors(), "tensors");
            String name = json.getText();
            tensors.put(name, tensor(name));
        }
        if (json.nextToken() != null) {
            throw wrong("nothing but spaces behind the header", "" + json.currentToken());
        }
        return new TensorHeader(metadata, tensors);
    }

    private Map<String, String> metadata() throws IOException {
        json.nextToken();
        require(JsonToken.START_OBJECT);
        Map<String, String> metadata = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            require(JsonToken.FIELD_NAME);
            requireFewer(metadata.size(), MAX_METADATA, "metadata keys");
            String key = json.getText();
            json.nextToken();
            require(JsonToken.VALUE_STRING);
            metadata.put(key, json.getText());
        }
        metadata.remove(TensorHeader.SHA256);
        return metadata;
    }

    private TensorHeader.Entry tensor(String name) throws IOException {
        json.nextToken();
        require(JsonToken.START_OBJECT);
        String dtype = null;
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.getText();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = text();
                case "shape" -> shape = numbers();
                case "data_offsets" -> offsets = numbers();
                default -> throw wrong("dtype, shape and data_offsets of tensor " + name, "key " + key);
            }
        }
        if (!TensorHeader.DTYPE.equals(dtype)) {
            throw wrong("dtype " + TensorHeader.DTYPE + " of tensor " + name, "" + dtype);
        }
        if (offsets.size() != 2) {
            throw wrong("two data_offsets of tensor " + name, offsets.toString());
        }
        return new TensorHeader.Entry(new TensorShape(name, shape), offsets.get(0), offsets.get(1));
    }

    private String text() throws IOException {
        require(JsonToken.VALUE_STRING);
        return json.getText();
    }

    private List<Long> numbers() throws IOException {
        require(JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_NUMBER_INT);
            requireFewer(numbers.size(), MAX_SIDES, "numbers");
            long number = json.getLongValue();
            if (number < 0) {
                throw wrong("numbers of 0 or more", "" + number);
            }
            numbers.add(number);
        }
        return numbers;
    }

    private void requireFewer(int size, int max, String what) {
        if (size >= max) {
            throw wrong("at most " + max + " " + what, "more");
        }
    }

    private void require(JsonToken expected) {
        if (json.currentToken() != expected) {
            throw wrong(expected.toString(), "" + json.currentToken());
        }
    }

    private TensorFileException wrong(String expected, String found) {
        long offset = json.currentTokenLocation().getByteOffset();
        return file.damaged(offset < 0 ? -1 : TensorHeader.LENGTH_BYTES + offset, expected + " in the header", found);
    }
}
