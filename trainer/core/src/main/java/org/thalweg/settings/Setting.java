package org.thalweg.settings;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A numeric setting: its name, range, default and meaning.
 *
 * @param withLow whether the range includes its lower bound
 * @param withHigh whether the range includes its upper bound
 * @param kind which numbers are in the range
 * @param defaultValue the default; an example if the setting has no default
 * @param meaning one sentence of description; may be empty
 */
public record Setting(
        String name,
        double low,
        boolean withLow,
        double high,
        boolean withHigh,
        Kind kind,
        double defaultValue,
        String meaning) {
    /** Which numbers of the range are permitted. */
    public enum Kind {
        /** All of them. */
        REAL,
        /** Those that are also in the range after rounding to a float: 1e-50 is not above 0, and 1e50 is not finite. */
        FLOAT,
        /** Only whole numbers. */
        WHOLE
    }

    private static final double LARGEST_PLAIN = 1e7;
    private static final int DOUBLE_DIGITS = 17;

    /** A setting of real numbers, without a meaning. */
    public Setting(String name, double low, boolean withLow, double high, boolean withHigh, double defaultValue) {
        this(name, low, withLow, high, withHigh, Kind.REAL, defaultValue, "");
    }

    /** A whole number from low to high, both included. */
    public static Setting whole(String name, long low, long high, long defaultValue) {
        return new Setting(name, low, true, high, true, Kind.WHOLE, defaultValue, "");
    }

    /** A whole number of at least low, within the range of {@code int}. */
    public static Setting wholeAtLeast(String name, int low, int defaultValue) {
        return whole(name, low, Integer.MAX_VALUE, defaultValue);
    }

    /** Any finite number. */
    public static Setting any(String name, double defaultValue) {
        return new Setting(name, -Double.MAX_VALUE, true, Double.MAX_VALUE, true, defaultValue);
    }

    /** Any finite number above low. */
    public static Setting above(String name, double low, double defaultValue) {
        return new Setting(name, low, false, Double.MAX_VALUE, true, defaultValue);
    }

    /** Any finite number of at least low. */
    public static Setting atLeast(String name, double low, double defaultValue) {
        return new Setting(name, low, true, Double.MAX_VALUE, true, defaultValue);
    }

    /** From 0 to 1, both included. */
    public static Setting unit(String name, double defaultValue) {
        return new Setting(name, 0, true, 1, true, defaultValue);
    }

    /** Above 0 and at most 1. */
    public static Setting factor(String name, double defaultValue) {
        return new Setting(name, 0, false, 1, true, defaultValue);
    }

    /** From 0, included, to 1, excluded. */
    public static Setting share(String name, double defaultValue) {
        return new Setting(name, 0, true, 1, false, defaultValue);
    }

    /** Above 0 and below 1. */
    public static Setting inside(String name, double defaultValue) {
        return new Setting(name, 0, false, 1, false, defaultValue);
    }

    /** A copy with another name. */
    public Setting named(String other) {
        return new Setting(other, low, withLow, high, withHigh, kind, defaultValue, meaning);
    }

    /** A copy for numbers that are used as floats. */
    public Setting asFloat() {
        return new Setting(name, low, withLow, high, withHigh, Kind.FLOAT, defaultValue, meaning);
    }

    /**
     * A copy with a meaning.
     *
     * @param sentence one sentence of description, for a reader who knows the field
     */
    public Setting means(String sentence) {
        return new Setting(name, low, withLow, high, withHigh, kind, defaultValue, sentence);
    }

    /** Whether a value is in the range. */
    public boolean permits(double value) {
        return switch (kind) {
            case REAL -> isBetween(value);
            case FLOAT -> isBetween(value) && isBetween((float) value);
            case WHOLE -> isBetween(value) && value == Math.rint(value);
        };
    }

    private boolean isBetween(double value) {
        boolean highEnough = withLow ? value >= low : value > low;
        boolean lowEnough = withHigh ? value <= high : value < high;
        return highEnough && lowEnough;
    }

    /**
     * Returns the value if it is in the range; −0 becomes 0, since text files do not distinguish them.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public double require(double value) {
        if (!permits(value)) {
            throw new IllegalArgumentException(name + ": expected " + range(value) + ", found " + text(value));
        }
        return value + 0.0;
    }

    /**
     * The range as text, for a message about a number outside it. Adds what {@link #range()} omits if that is why the
     * number is outside: rounding to a float, the upper bound of whole numbers, or that a number must be finite.
     */
    public String range(double outside) {
        if (kind == Kind.WHOLE && outside > high) {
            return fromTo(high >= Long.MAX_VALUE ? Long.toString(Long.MAX_VALUE) : text(high));
        }
        if (kind != Kind.WHOLE && !Double.isFinite(outside)) {
            return range().replaceFirst("^a number", "a finite number");
        }
        return kind == Kind.FLOAT && isBetween(outside) ? range() + ", as a 32-bit float" : range();
    }

    private String fromTo(String end) {
        return "a whole number from " + text(low) + " to " + end;
    }

    /** The range as text, such as {@code a number above 0}. */
    public String range() {
        if (low == -Double.MAX_VALUE && high == Double.MAX_VALUE) {
            return "a finite number";
        }
        String bound = text(low);
        if (kind == Kind.WHOLE) {
            return high >= Integer.MAX_VALUE ? "a whole number of at least " + bound : fromTo(text(high));
        }
        if (high == Double.MAX_VALUE) {
            return withLow ? "a number of at least " + bound : "a number above " + bound;
        }
        if (low == -Double.MAX_VALUE && withHigh) {
            return "a number of at most " + text(high);
        }
        String from = withLow ? "a number from " + bound + " to " : "a number above " + bound + " and ";
        if (withHigh) {
            return from + (withLow ? "" : "at most ") + text(high);
        }
        return from + "below " + text(high);
    }

    /** A fraction as a percentage, such as {@code 95} for 0.95, without the binary fraction's rounding error. */
    public static String hundredths(double share) {
        return text(Math.rint(1e8 * share) / 1e6);
    }

    /**
     * A number in its shortest form ({@code 1}, {@code 0.001}, {@code 1e-8}): the fewest digits that parse to the same
     * bits. {@link Double#toString} may write more digits before JDK 19, which would make files depend on the JDK.
     */
    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN) {
            return Long.toString((long) value);
        }
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DOUBLE_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        return shortest.stripTrailingZeros().toString().replace("E", "e").replace("e+", "e");
    }
}
