package org.thalweg.benchmarks.common;

import java.util.Arrays;
import java.util.Locale;

/**
 * Median, minimum and maximum of repetitions. An infinite value means that the goal was not reached; it counts as the longest.
 */
public record Spread(double min, double median, double max) {
    /**
     * The spread of one value or more.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values: expected one or more, found none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The spread of a/b for each repetition, which is robust against drift of the machine's speed. */
    public static Spread ofRatios(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("repetitions: expected " + a.length + ", found " + b.length);
        }
        double[] ratios = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ratios[i] = a[i] / b[i];
        }
        return of(ratios);
    }

    /** For example {@code 2.10 (1.98–2.40)}; for a single value only that value. */
    @Override
    public String toString() {
        if (min == max) {
            return text(median);
        }
        return text(median) + " (" + text(min) + "–" + text(max) + ")";
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "?"; // neither was reached
        }
        return Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
