package org.thalweg.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as they are read, and as plots take them. */
final class Numbers {
    /** Where a number is none: infinite, or not there. */
    static final String NONE = "–";

    private static final MathContext PLOTTED = new MathContext(6);

    private Numbers() {}

    /** With about five digits; a whole number with all of them, by thousands. */
    static String of(double number) {
        if (!Double.isFinite(number)) {
            return NONE;
        }
        double size = Math.abs(number);
        if (number == Math.rint(number) && size < 1e15) {
            return of((long) number);
        }
        if (size < 1e-4 || size >= 1e9) {
            return sign(String.format(Locale.ROOT, "%.3e", number));
        }
        int decimals = Math.max(0, Math.min(5, 4 - (int) Math.floor(Math.log10(size))));
        return sign(String.format(Locale.ROOT, "%,." + decimals + "f", number));
    }

    /** By thousands. */
    static String of(long number) {
        return sign(String.format(Locale.ROOT, "%,d", number));
    }

    /** With four decimals, as a column of measures is read best; as {@link #of(double)} where these would not tell it. */
    static String brief(double number) {
        double size = Math.abs(number);
        return size == 0 || size >= 0.001 && size < 1000
                ? sign(String.format(Locale.ROOT, "%.4f", number))
                : of(number);
    }

    /** Briefly, with a sign also where it is positive. */
    static String difference(double number) {
        return number > 0 && Double.isFinite(number) ? "+" + brief(number) : brief(number);
    }

    /** A share of 0 to 1 in hundredths. */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f %%", 100 * share) : NONE;
    }

    /** A difference of shares in hundredths, with its sign. */
    static String hundredths(double difference, String unit) {
        return Double.isFinite(difference) ? sign(String.format(Locale.ROOT, "%+.2f", 100 * difference)) + unit : NONE;
    }

    /** A typographer's minus: as wide as a plus, and never broken off. */
    private static String sign(String number) {
        return number.replace('-', '−');
    }

    /** As a plot takes it: six digits, which no screen can tell from more; null for a gap. */
    static Double plotted(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).round(PLOTTED).doubleValue()
                : null;
    }
}
