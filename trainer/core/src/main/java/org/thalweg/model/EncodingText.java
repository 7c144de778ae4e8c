package org.thalweg.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;

/**
 * A feature encoding as JSON in a model file's metadata: {@code {"fillsMissing": …, "columns": [{"name": …, "type": …,
 * …}, …]}}, keys in this order; of type numeric with width and missing, oneHot with categories and missing, hashing with
 * buckets.
 */
final class EncodingText {
    private static final String NUMERIC = "numeric";
    private static final String ONE_HOT = "oneHot";
    private static final String HASHING = "hashing";
    private static final String MISSING = "missing";

    private final JsonParser json;
    private final int inputs;

    private EncodingText(JsonParser json, int inputs) {
        this.json = json;
        this.inputs = inputs;
    }

    static void write(JsonGenerator json, FeatureEncoding encoding) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("fillsMissing", encoding.fillsMissing());
        json.writeArrayFieldStart("columns");
        for (FeatureColumn column : encoding.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            if (column instanceof FeatureColumn.Numeric numeric) {
                json.writeStringField("type", NUMERIC);
                json.writeNumberField("width", numeric.width());
                json.writeArrayFieldStart(MISSING);
                for (int place : numeric.missing()) {
                    json.writeNumber(place);
                }
                json.writeEndArray();
            } else if (column instanceof FeatureColumn.OneHot oneHot) {
                json.writeStringField("type", ONE_HOT);
                json.writeArrayFieldStart("categories");
                for (String category : oneHot.categories()) {
                    json.writeString(category);
                }
                json.writeEndArray();
                json.writeBooleanField(MISSING, oneHot.missing());
            } else if (column instanceof FeatureColumn.Hashed hashed) {
                json.writeStringField("type", HASHING);
                json.writeNumberField("buckets", hashed.buckets());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * The encoding that a file spells.
     *
     * @param json at its first token; left at its last
     * @param inputs the network's: no list is read that is longer
     * @throws IllegalArgumentException if it spells none
     */
    static FeatureEncoding read(JsonParser json, int inputs) throws IOException {
        return new EncodingText(json, inputs).encoding();
    }

    private FeatureEncoding encoding() throws IOException {
        require(JsonToken.START_OBJECT);
        boolean fillsMissing = truth("fillsMissing");
        key("columns");
        List<FeatureColumn> columns = new ArrayList<>();
        json.nextToken();
        require(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.START_OBJECT);
            requireFewer(columns.size());
            columns.add(column());
            json.nextToken();
            require(JsonToken.END_OBJECT);
        }
        json.nextToken();
        require(JsonToken.END_OBJECT);
        return new FeatureEncoding(columns, fillsMissing);
    }

    private FeatureColumn column() throws IOException {
        String name = text("name");
        String type = text("type");
        return switch (type) {
            case NUMERIC -> new FeatureColumn.Numeric(name, number("width"), places());
            case ONE_HOT -> new FeatureColumn.OneHot(name, categories(), truth(MISSING));
            case HASHING -> new FeatureColumn.Hashed(name, number("buckets"));
            default -> throw wrong("type numeric, oneHot or hashing", type);
        };
    }

    private List<Integer> places() throws IOException {
        key(MISSING);
        json.nextToken();
        require(JsonToken.START_ARRAY);
        List<Integer> places = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_NUMBER_INT);
            requireFewer(places.size());
            places.add(json.getIntValue());
        }
        return places;
    }

    private List<String> categories() throws IOException {
        key("categories");
        json.nextToken();
        require(JsonToken.START_ARRAY);
        List<String> categories = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_STRING);
            requireFewer(categories.size());
            categories.add(json.getText());
        }
        return categories;
    }

    private String text(String key) throws IOException {
        key(key);
        json.nextToken();
        require(JsonToken.VALUE_STRING);
        return json.getText();
    }

    private int number(String key) throws IOException {
        key(key);
        json.nextToken();
        require(JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private boolean truth(String key) throws IOException {
        key(key);
        json.nextToken();
        if (json.currentToken() == null || !json.currentToken().isBoolean()) {
            throw wrong(key + " true or false", String.valueOf(json.currentToken()));
        }
        return json.getBooleanValue();
    }

    private void key(String key) throws IOException {
        json.nextToken();
        if (!key.equals(json.currentName())) {
            throw wrong("key " + key, String.valueOf(json.currentName()));
        }
    }

    private void require(JsonToken expected) {
        if (json.currentToken() != expected) {
            throw wrong(expected.toString(), String.valueOf(json.currentToken()));
        }
    }

    private void requireFewer(int size) {
        if (size >= inputs) {
            throw wrong("at most " + inputs + " items (the network's inputs) in a list", "more");
        }
    }

    private static IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("encoding: expected " + expected + ", found " + found);
    }
}
