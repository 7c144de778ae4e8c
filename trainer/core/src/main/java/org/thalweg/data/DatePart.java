package org.thalweg.data;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import org.thalweg.settings.Labelled;

/**
 * A part of a date or time as network inputs: either one number, or a cyclic encoding, so that December is next to
 * January. A value p, counted from 0, with period n becomes two inputs, sin(2πp/n) and cos(2πp/n).
 *
 * @param cyclic whether it is encoded as sine and cosine; only for periodic kinds
 * @param since the midnight that days and seconds are counted from; 1970-01-01 for other kinds
 */
public record DatePart(Kind kind, boolean cyclic, LocalDate since) implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double SECONDS_A_DAY = 86_400;
    private static final double NANOS_A_SECOND = 1e9;

    /** The kinds of parts. */
    public enum Kind implements Labelled {
        YEAR(0),
        /** 1 to 12. */
        MONTH(12),
        /** 1 to 31. */
        DAY_OF_MONTH(31),
        /** 1 (Monday) to 7. */
        DAY_OF_WEEK(7),
        /** 1 to 366. */
        DAY_OF_YEAR(366),
        /** 0 to 23. */
        HOUR(24),
        /** 0 to 59. */
        MINUTE(60),
        /** Days since a midnight, with their fraction. */
        DAYS_SINCE(0),
        /** Seconds since a midnight, with their fraction. */
        SECONDS_SINCE(0);

        private final int period;

        Kind(int period) {
            this.period = period;
        }

        /** The period; 0 if the kind is not periodic. */
        public int period() {
            return period;
        }

        /** Whether it is counted from a chosen day. */
        public boolean countsSince() {
            return this == DAYS_SINCE || this == SECONDS_SINCE;
        }

        private int first() {
            return this == HOUR || this == MINUTE ? 0 : 1;
        }
    }

    /** Checks the combination. @throws IllegalArgumentException for a cyclic part that is not periodic */
    public DatePart {
        Objects.requireNonNull(since, "since");
        if (cyclic && kind.period() == 0) {
            throw new IllegalArgumentException("part: expected a periodic part, found " + kind.label());
        }
        if (!kind.countsSince() && !since.equals(LocalDate.EPOCH)) {
            throw new IllegalArgumentException("part: expected daysSince or secondsSince, found " + kind.label());
        }
    }

    /**
     * A part that is not counted from a chosen day.
     *
     * @param cyclic whether it is encoded as sine and cosine, if its kind is periodic
     */
    public static DatePart of(Kind kind, boolean cyclic) {
        return new DatePart(kind, cyclic && kind.period() > 0, LocalDate.EPOCH);
    }

    /** Days or seconds since the start of a day. */
    public static DatePart since(Kind kind, LocalDate since) {
        return new DatePart(kind, false, since);
    }

    /** The number of inputs. */
    public int inputs() {
        return cyclic ? 2 : 1;
    }

    /** The part of a time, as a number: a month from 1 to 12, a day of the week from 1 (Monday) to 7. */
    public double value(LocalDateTime time) {
        return switch (kind) {
            case YEAR -> time.getYear();
            case MONTH -> time.getMonthValue();
            case DAY_OF_MONTH -> time.getDayOfMonth();
            case DAY_OF_WEEK -> time.getDayOfWeek().getValue();
            case DAY_OF_YEAR -> time.getDayOfYear();
            case HOUR -> time.getHour();
            case MINUTE -> time.getMinute();
            case DAYS_SINCE -> days(time) + seconds(time) / SECONDS_A_DAY;
            case SECONDS_SINCE -> days(time) * SECONDS_A_DAY + seconds(time);
        };
    }

    private double days(LocalDateTime time) {
        return time.toLocalDate().toEpochDay() - since.toEpochDay();
    }

    private static double seconds(LocalDateTime time) {
        return time.toLocalTime().toSecondOfDay() + time.getNano() / NANOS_A_SECOND;
    }

    /** The sine of a cyclic part. */
    public float sine(LocalDateTime time) {
        return (float) StrictMath.sin(angle(time));
    }

    /** The cosine of a cyclic part. */
    public float cosine(LocalDateTime time) {
        return (float) StrictMath.cos(angle(time));
    }

    private double angle(LocalDateTime time) {
        return 2 * StrictMath.PI * (value(time) - kind.first()) / kind.period();
    }
}
