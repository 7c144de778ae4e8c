package org.thalweg.benchmarks.common;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Two figures measured in turn, A B A B …, and the ratio of each pair: it holds when the machine's speed drifts. */
public final class Ratios {
    private final double[] a;
    private final double[] b;

    private Ratios(double[] a, double[] b) {
        this.a = a;
        this.b = b;
    }

    /** Measures both, in turn, so many times. */
    public static Ratios measure(int pairs, DoubleSupplier first, DoubleSupplier second) {
        double[] a = new double[pairs];
        double[] b = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            a[i] = first.getAsDouble();
            b[i] = second.getAsDouble();
        }
        return new Ratios(a, b);
    }

    /** The first beside the second, pair by pair. */
    public double[] quotients() {
        double[] ratios = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ratios[i] = a[i] / b[i];
        }
        return ratios;
    }

    /** The middle value; of an even number of them the greater of the two. */
    public static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Least, median and greatest, each by a format. */
    public static String spread(double[] figures, String format) {
        double[] sorted = figures.clone();
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
