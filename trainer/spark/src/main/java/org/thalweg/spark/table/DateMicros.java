package org.thalweg.spark.table;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.api.java.UDF1;
import org.thalweg.data.Cell;
import org.thalweg.data.DateReader;

/**
 * Converts texts of dates into numbers that sort in time order. A text that is not a date becomes null, and is refused when
 * its row is read.
 */
final class DateMicros implements UDF1<String, Long> {
    private static final long serialVersionUID = 1;

    private final String format;
    private final String zone;
    private transient DateReader reader;

    DateMicros(String format, String zone) {
        this.format = format;
        this.zone = zone;
    }

    @Override
    public Long call(String text) {
        if (Cell.isMissing(text)) {
            return null;
        }
        reader = reader == null ? new DateReader(format, zone) : reader;
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, reader.read(text).toInstant(ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
