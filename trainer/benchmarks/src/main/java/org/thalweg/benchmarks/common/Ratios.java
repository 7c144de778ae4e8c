package org.thalweg.benchmarks.common;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Two values measured alternately, A B A B …, and the ratio of each pair, which is robust against drift of the machine's speed.
 */
public final class Ratios {
    private final double[] a;
    private final double[] b;

    private Ratios(double[] a, double[] b) {
        this.a = a;
        this.b = b;
    }

    /** Measures both alternately, the given number of times. */
    public static Ratios measure(int pairs, DoubleSupplier first, DoubleSupplier second) {
        double[] a = new double[pairs];
        double[] b = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            a[i] = first.getAsDouble();
            b[i] = second.getAsDouble();
        }
        return new Ratios(a, b);
    }

    /** The ratio of the first to the second, for each pair. */
    public double[] quotients() {
        double[] ratios = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ratios[i] = a[i] / b[i];
        }
        return ratios;
    }

    /** The median; for an even number of values the greater of the two in the middle. */
    public static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Minimum, median and maximum as text. */
    public static String spread(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "min " + format + "  median " + format + "  max " + format,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
    }

    /** Prints both and their ratio. */
    public void print(String nameA, String nameB, String unitFormat, String ratioFormat) {
        System.out.printf("  %-34s %s%n", nameA, spread(a, unitFormat));
        System.out.printf("  %-34s %s%n", nameB, spread(b, unitFormat));
        System.out.printf("  %-34s %s%n", "ratio", spread(quotients(), ratioFormat));
    }
}
