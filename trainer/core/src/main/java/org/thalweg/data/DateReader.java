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
 * Reads dates and times, given as java.time objects or as text, as local times in a time zone. Instants and times with
 * an offset are converted to that zone; others are taken as local times. Immutable.
 */
public final class DateReader {
    /** The format ISO 8601: {@code 2026-11-30}, {@code 2026-11-30T08:15:00+01:00}. */
    public static final String ISO = "";

    /** How messages describe {@link #ISO}. */
    public static final String EXPECTS_ISO = "ISO 8601, such as 2026-11-30";

    /** The default time zone. */
    public static final String UTC = "UTC";

    /** The length of a date in {@link #ISO} without a time. */
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
     * @throws IllegalArgumentException if the format does not contain a complete date, or there is no such zone
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
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(yearsAsUYears(format), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            String example = formatter.format(EXAMPLE.atZone(ZoneId.of(UTC)));
            if (date(formatter.parse(example)) != null) {
                return formatter;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected a java.time.DateTimeFormatter pattern of a complete date, such as dd.MM.yyyy, found "
                            + Cell.shown(format),
                    e);
        }
        throw new IllegalArgumentException(
                "expected a format with year, month and day, such as dd.MM.yyyy, found " + Cell.shown(format));
    }

    /** Strict parsing, which rejects the 31st of February, requires the year letter u; users write y. */
    private static String yearsAsUYears(String format) {
        StringBuilder yearsAsU = new StringBuilder();
        boolean quoted = false;
        for (char c : format.toCharArray()) {
            quoted ^= c == '\'';
            yearsAsU.append(c == 'y' && !quoted ? 'u' : c);
        }
        return yearsAsU.toString();
    }

    /** Whether a format contains the hour. */
    public static boolean hasHours(String format) {
        return hasPart(format, DatePart.Kind.HOUR);
    }

    /** Whether all texts in a format contain a part; texts in {@link #ISO} may omit the time of day. */
    public static boolean hasPart(String format, DatePart.Kind part) {
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
     * Reads a cell as local time in the zone.
     *
     * @param cell a date or time of java.time, or a text
     * @throws IllegalArgumentException if it is neither
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

    /** Formats a local time of the zone. */
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
                : " of " + cell.getClass().getName() + "; use a text, or a date or time of java.time";
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
