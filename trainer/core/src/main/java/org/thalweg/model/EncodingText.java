package org.thalweg.model;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.thalweg.data.DatePart;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.json.JsonCursor;
import org.thalweg.settings.Labelled;

/**
 * A feature encoding as JSON in a model file's metadata: {@code {"fillsMissing": …, "columns": [{"name": …, "type": …,
 * …}, …]}}, with keys in this order. Further keys by type: numeric has width and missing; oneHot has categories and
 * missing; hashing has buckets; date has format (empty for ISO 8601), zone, missing and parts. Each part has part,
 * cyclic, and, if it counts from a day, since.
 */
final class EncodingText {
    private static final String NUMERIC = "numeric";
    private static final String ONE_HOT = "oneHot";
    private static final String HASHING = "hashing";
    private static final String DATE = "date";
    private static final String MISSING = "missing";
    private static final String FORMAT = "format";
    private static final String ZONE = "zone";
    private static final String PARTS = "parts";
    private static final String PART = "part";
    private static final String CYCLIC = "cyclic";
    private static final String SINCE = "since";

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
            } else if (column instanceof FeatureColumn.Dates dates) {
                write(json, dates);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FeatureColumn.Dates dates) throws IOException {
        json.writeStringField("type", DATE);
        json.writeStringField(FORMAT, dates.format());
        json.writeStringField(ZONE, dates.zone());
        json.writeBooleanField(MISSING, dates.missing());
        json.writeArrayFieldStart(PARTS);
        for (DatePart part : dates.parts()) {
            json.writeStartObject();
            json.writeStringField(PART, part.kind().label());
            json.writeBooleanField(CYCLIC, part.cyclic());
            if (part.kind().countsSince()) {
                json.writeStringField(SINCE, part.since().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Reads an encoding.
     *
     * @param json positioned at the encoding
     * @param inputs of the network; longer lists are rejected
     * @throws IllegalArgumentException if it is not a valid encoding
     */
    static FeatureEncoding read(JsonCursor json, int inputs) throws IOException {
        return new EncodingText(json, inputs).encoding();
    }

    /** The exception for an invalid encoding. */
    static IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("encoding: expected " + expected + ", found " + found);
    }

    private FeatureEncoding encoding() throws IOException {
        return json.object(fields -> {
            boolean fillsMissing = fields.field("fillsMissing").booleanValue();
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
                        name, fields.field("width").intValue(), list(fields.field(MISSING), JsonCursor::intValue));
            case ONE_HOT ->
                new FeatureColumn.OneHot(
                        name,
                        list(fields.field("categories"), JsonCursor::text),
                        fields.field(MISSING).booleanValue());
            case HASHING ->
                new FeatureColumn.Hashed(name, fields.field("buckets").intValue());
            case DATE -> dates(name, fields);
            default -> throw wrong("type numeric, oneHot, hashing or date", type);
        };
    }

    private FeatureColumn dates(String name, JsonCursor fields) throws IOException {
        String format = fields.field(FORMAT).text();
        String zone = fields.field(ZONE).text();
        boolean missing = fields.field(MISSING).booleanValue();
        List<DatePart> parts = list(fields.field(PARTS), part -> part.object(EncodingText::part));
        return new FeatureColumn.Dates(name, parts, format, zone, missing);
    }

    private static DatePart part(JsonCursor fields) throws IOException {
        DatePart.Kind kind = Labelled.labelled(PART, fields.field(PART).text(), DatePart.Kind.values());
        boolean cyclic = fields.field(CYCLIC).booleanValue();
        return new DatePart(
                kind, cyclic, kind.countsSince() ? day(fields.field(SINCE).text()) : LocalDate.EPOCH);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw wrong("a day such as 2026-11-30", text);
        }
    }

    private <T> List<T> list(JsonCursor at, JsonCursor.Reading<T> reading) throws IOException {
        return at.list(inputs, "items (the network's inputs) in a list", reading);
    }
}
