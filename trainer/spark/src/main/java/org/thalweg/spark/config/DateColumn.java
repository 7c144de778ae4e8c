package org.thalweg.spark.config;

import java.util.List;
import java.util.Objects;
import org.thalweg.data.DatePart;
import org.thalweg.data.DateReader;

/**
 * A feature column of dates or times.
 *
 * @param column which one
 * @param parts that become inputs; empty for the default parts
 * @param cyclic whether cyclic parts become sines and cosines
 * @param format of texts; empty for ISO 8601
 * @param zone the time zone in which instants are read
 */
public record DateColumn(Column column, List<DatePart> parts, boolean cyclic, String format, String zone) {
    /** Copies the list. @throws IllegalArgumentException for an invalid format or time zone */
    public DateColumn {
        Objects.requireNonNull(column, "column");
        parts = List.copyOf(parts);
        new DateReader(format, zone);
    }

    /** The default parts of dates in ISO 8601 format. */
    public static DateColumn auto(Column column) {
        return new DateColumn(column, List.of(), true, DateReader.ISO, DateReader.UTC);
    }
}
