package org.thalweg.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for readers and for plots. */
final class Numbers {
    /** Shown for a number that is missing or not finite. */
    static final String NONE = "–";

    private static final MathContext PLOTTED = new MathContext(6);

    private Numbers() {}

    /** Formats with about five digits; a whole number with all digits, grouped by thousands. */
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

    /** Formats with digits grouped by thousands. */
    static String of(long number) {
        return sign(String.format(Locale.ROOT, "%,d", number));
    }

    /**
     * Formats with four decimals, so that a column aligns; as {@link #of(double)} if four decimals do not show the
     * number.
     */
    static String brief(double number) {
        double size = Math.abs(number);
        return size == 0 || size >= 0.001 && size < 1000
                ? sign(String.format(Locale.ROOT, "%.4f", number))
                : of(number);
    }

    /** Formats as {@link #brief}, with a sign also if the number is positive. */
    static String difference(double number) {
        return number > 0 && Double.isFinite(number) ? "+" + brief(number) : brief(number);
    }

    /** Formats a share of 0 to 1 as a percentage. */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f %%", 100 * share) : NONE;
    }

    /** Formats a difference of shares times 100, with its sign. */
    static String hundredths(double difference, String unit) {
        return Double.isFinite(difference) ? sign(String.format(Locale.ROOT, "%+.2f", 100 * difference)) + unit : NONE;
    }

    /** Uses the typographic minus, which is as wide as a plus and is not a place for a line break. */
    private static String sign(String number) {
        return number.replace('-', '−');
    }

    /** Rounds for a plot to six digits, more than a screen can show; null for a gap. */
    static Double plotted(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).round(PLOTTED).doubleValue()
                : null;
    }
}
