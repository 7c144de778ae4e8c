package org.thalweg.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.json.JsonCursor;

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

    private final JsonCursor json;
    private final int inputs;

    private EncodingText(JsonCursor json, int inputs) {
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
     * @param json at it
     * @param inputs the network's: no list is read that is longer
     * @throws IllegalArgumentException if it spells none
     */
    static FeatureEncoding read(JsonCursor json, int inputs) throws IOException {
        return new EncodingText(json, inputs).encoding();
    }

    /** The exception of a text that spells none. */
    static IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("encoding: expected " + expected + ", found " + found);
    }

    private FeatureEncoding encoding() throws IOException {
        return json.object(fields -> {
            boolean fillsMissing = fields.field("fillsMissing").truth();
            List<FeatureColumn> columns = list(fields.field("columns"), column -> column.object(this::column));
            return new FeatureEncoding(columns, fillsMissing);
        });
    }

    private FeatureColumn column(JsonCursor fields) throws IOException {
        String name = fields.field("name").text();
        String type = fields.field("type").text();
        return switch (type) {
            case NUMERIC ->
                new FeatureColumn.Numeric(
                        name, fields.field("width").count(), list(fields.field(MISSING), JsonCursor::count));
            case ONE_HOT ->
                new FeatureColumn.OneHot(
                        name,
                        list(fields.field("categories"), JsonCursor::text),
                        fields.field(MISSING).truth());
            case HASHING ->
                new FeatureColumn.Hashed(name, fields.field("buckets").count());
            default -> throw wrong("type numeric, oneHot or hashing", type);
        };
    }

    private <T> List<T> list(JsonCursor at, JsonCursor.Reading<T> reading) throws IOException {
        return at.list(inputs, "items (the network's inputs) in a list", reading);
    }
}
