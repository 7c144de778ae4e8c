package org.thalweg.benchmarks.tables;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.thalweg.math.Philox;

/** Writes generated rows as CSV. */
final class TableWriter {
    private TableWriter() {}

    /** Generates the cells of a row. */
    @FunctionalInterface
    interface RowMaker {
        String row(int index, RandomGenerator random);
    }

    /** Writes a header and rows; the same seed writes the same file. */
    static void write(Path file, String header, int rows, long seed, RowMaker maker) {
        RandomGenerator random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(header);
            out.newLine();
            for (int i = 0; i < rows; i++) {
                out.write(maker.row(i, random));
                out.newLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 1 / (1 + e⁻ᶻ). */
    static double logistic(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** A random index with a power-law distribution: 0 is the most frequent. */
    static int zipf(RandomGenerator random, int count, double exponent) {
        return (int) (count * Math.pow(random.nextDouble(), exponent)) % count;
    }

    /** A fixed number for an index; standard normal over all indices. */
    static double effect(int index, int of) {
        return new SplittableRandom(Philox.mix(of, index)).nextGaussian();
    }

    /** Names, for example {@code p0,p1,…}. */
    static String names(String prefix, int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
    }
}
