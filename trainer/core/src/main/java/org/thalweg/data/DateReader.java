package org.thalweg.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads dates and times, of java.time or as texts: what a clock of a zone shows. A time that bears an offset, or is an
 * instant, is brought to that zone; any other is taken as it stands. Immutable.
 */
public final class DateReader {
    /** The format of texts as ISO 8601 has them: {@code 2026-11-30}, {@code 2026-11-30T08:15:00+01:00}. */
    public static final String ISO = "";

    /** What is said of a text that is to be of {@link #ISO}. */
    public static final String EXPECTS_ISO = "ISO 8601, such as 2026-11-30";

    /** The zone where none is said. */
    public static final String UTC = "UTC";

    /** The letters of a date of {@link #ISO} without a time. */
    public static final int DATE_LENGTH = 10;

    private static final LocalDateTime EXAMPLE = LocalDateTime.of(2026, 11, 30, 18, 15, 30);

    private final String format;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;

    /**
     * A reader.
     *
     * @param format of {@link DateTimeFormatter}, with English names; {@link #ISO} for ISO 8601
     * @param zone as {@link ZoneId} names it
     * @throws IllegalArgumentException if the format is none of a whole date, or there is no such zone
     */
    public DateReader(String format, String zone) {
        this.format = format;
        this.zone = zone(zone);
        this.formatter = format.equals(ISO) ? DateTimeFormatter.ISO_DATE_TIME : formatter(format);
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time zone, such as Europe/Berlin, found " + zone, e);
        }
    }

    private static DateTimeFormatter formatter(String format) {
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(properYears(format), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            String example = formatter.format(EXAMPLE.atZone(ZoneId.of(UTC)));
            if (date(formatter.parse(example)) != null) {
                return formatter;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected a format of java.time.DateTimeFormatter for whole dates, such as dd.MM.yyyy, found "
                            + Cell.shown(format),
                    e);
        }
        throw new IllegalArgumentException(
                "expected a format with year, month and day, such as dd.MM.yyyy, found " + Cell.shown(format));
    }

    /** Strict reading, which refuses the 31st of February, wants years without an era (u); people write y. */
    private static String properYears(String format) {
        StringBuilder proper = new StringBuilder();
        boolean quoted = false;
        for (char c : format.toCharArray()) {
            quoted ^= c == '\'';
            proper.append(c == 'y' && !quoted ? 'u' : c);
        }
        return proper.toString();
    }

    /** Whether texts of a format bear an hour. */
    public static boolean hasHours(String format) {
        return bears(format, DatePart.Kind.HOUR);
    }

    /** Whether all texts of a format bear a part; those of {@link #ISO} may go without a time of day. */
    public static boolean bears(String format, DatePart.Kind part) {
        String letters = format.replaceAll("'[^']*'", "");
        return switch (part) {
            case HOUR -> letters.matches(".*[HhKkAN].*");
            case MINUTE -> letters.matches(".*[mAN].*");
            default -> true;
        };
    }

    private static LocalDate date(TemporalAccessor parsed) {
        return parsed.query(TemporalQueries.localDate());
    }

    /**
     * What the zone's clock shows at a time.
     *
     * @param cell a date or time of java.time, or a text
     * @throws IllegalArgumentException if it is none
     */
    public LocalDateTime read(Object cell) {
        if (cell instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (cell instanceof LocalDateTime time) {
            return time;
        }
        if (cell instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, zone);
        }
        if (cell instanceof OffsetDateTime time) {
            return LocalDateTime.ofInstant(time.toInstant(), zone);
        }
        if (cell instanceof ZonedDateTime time) {
            return LocalDateTime.ofInstant(time.toInstant(), zone);
        }
        if (cell instanceof String text) {
            try {
                return parse(text.trim());
            } catch (DateTimeException e) {
                throw unreadable(cell, e);
            }
        }
        throw unreadable(cell, null);
    }

    /** What the zone's clock shows as a text of the format. */
    public String write(LocalDateTime shown) {
        if (format.equals(ISO)) {
            return shown.toString();
        }
        try {
            return formatter.format(shown);
        } catch (DateTimeException e) { // The format has an offset or a zone.
            return formatter.format(shown.atZone(zone));
        }
    }

    private IllegalArgumentException unreadable(Object cell, DateTimeException cause) {
        String as = format.equals(ISO) ? EXPECTS_ISO : "format " + format;
        String kind = cell instanceof String || cell == null
                ? ""
                : " of " + cell.getClass().getName() + ": give a text, or a time of java.time";
        return new IllegalArgumentException("expected a date (" + as + "), found " + Cell.shown(cell) + kind, cause);
    }

    private LocalDateTime parse(String text) {
        if (format.equals(ISO)) {
            boolean spaced = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
            return text.length() <= DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay()
                    : time(formatter.parse(
                            spaced ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1) : text));
        }
        return time(formatter.parse(text));
    }

    private LocalDateTime time(TemporalAccessor parsed) {
        LocalTime clock =
                Optional.ofNullable(parsed.query(TemporalQueries.localTime())).orElse(LocalTime.MIDNIGHT);
        LocalDateTime shown = LocalDateTime.of(date(parsed), clock);
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return LocalDateTime.ofInstant(Instant.from(parsed), zone);
        }
        ZoneId own = parsed.query(TemporalQueries.zone());
        return own == null ? shown : LocalDateTime.ofInstant(shown.atZone(own).toInstant(), zone);
    }
}
