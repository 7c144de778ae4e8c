package org.thalweg.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.RowEncoder;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.digits.Digits;
import org.thalweg.math.Philox;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.Batches;

/** The heap memory of cached training rows, as Spark estimates it, compared with the bytes of their numbers as floats. */
final class CachedRows {
    private static final int ROWS = 60_000;
    private static final long ENCODED_ROWS = 1_000_000;
    private static final int NUMBERS = 20;
    private static final double MISSING = 0.05;
    private static final int CATEGORICAL = 10;
    private static final int CATEGORIES = 300;

    private CachedRows() {}

    static void run(int threads) {
        try (JavaSparkContext spark = LocalContext.start(threads)) {
            measure(spark, Digits.PIXELS, threads);
            measure(spark, 8, threads);
            measureEncoded(spark, threads);
        }
    }

    /** Compared with 4 bytes per number, and 8 (index and value) per category and per mark of a missing number. */
    private static void measureEncoded(JavaSparkContext spark, int threads) {
        FeatureEncoding encoding = encoding();
        JavaRDD<Example> examples = spark.parallelize(Collections.nCopies(threads, 0), threads)
                .zipWithIndex()
                .flatMap(part -> {
                    CompressedRows row = new CompressedRows(encoding.inputs());
                    RowEncoder encoder = encoding.encoder();
                    return LongStream.range(0, ENCODED_ROWS / threads)
                            .mapToObj(i -> encoded(encoder, row, part._2 * ENCODED_ROWS + i))
                            .iterator();
                });
        try (SparkRows rows = SparkRows.prepare(
                SparkRows.Source.of(examples, new RowShape(encoding.inputs(), 1, true)),
                1,
                Batches.of(1024),
                0,
                s -> Scaling.of(Scaling.Kind.STANDARD, s, encoding),
                threads)) {
            double bytes = rows.survey().training() * (4.0 * NUMBERS + 8.0 * (CATEGORICAL + NUMBERS * MISSING));
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows of %d numbers, %.0f %% of them missing, and %d columns of %d categories, sparse: %,d bytes"
                            + " cached, %,.0f bytes of numbers and non-zeros, ratio %.3f%n",
                    rows.survey().training(),
                    NUMBERS,
                    100 * MISSING,
                    CATEGORICAL,
                    CATEGORIES,
                    rows.cachedBytes(),
                    bytes,
                    rows.cachedBytes() / bytes);
        }
    }

    private static FeatureEncoding encoding() {
        List<FeatureColumn> columns = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            columns.add(new FeatureColumn.Numeric("number" + i, 1, List.of(0)));
        }
        List<String> categories =
                IntStream.range(0, CATEGORIES).mapToObj(Integer::toString).toList();
        for (int i = 0; i < CATEGORICAL; i++) {
            columns.add(new FeatureColumn.OneHot("category" + i, categories, false));
        }
        return new FeatureEncoding(columns, true);
    }

    private static Example encoded(RowEncoder encoder, CompressedRows row, long index) {
        Philox random = new Philox(7, index);
        row.clear();
        for (int column = 0; column < NUMBERS + CATEGORICAL; column++) {
            Object cell = column >= NUMBERS
                    ? Integer.toString(random.nextInt(CATEGORIES))
                    : random.nextFloat() < MISSING ? null : random.nextFloat();
            int at = column <= NUMBERS ? 2 * column : 2 * NUMBERS + CATEGORIES * (column - NUMBERS);
            encoder.encodeInto(column, cell, row, at);
        }
        row.endRow();
        int[] indices = Arrays.copyOf(row.indices(), row.numbers());
        return new Example(
                row.inputs(), indices, Arrays.copyOf(row.values(), row.numbers()), new float[] {index % 10}, 1);
    }

    private static void measure(JavaSparkContext spark, int inputs, int threads) {
        JavaRDD<Example> examples = spark.parallelize(Collections.nCopies(threads, 0), threads)
                .zipWithIndex()
                .flatMap(part -> {
                    Digits digits = new Digits(1);
                    return IntStream.range(0, ROWS / threads)
                            .mapToObj(i -> example(digits, part._2 * ROWS + i, inputs))
                            .iterator();
                });
        try (SparkRows rows = SparkRows.prepare(
                SparkRows.Source.of(examples, RowShape.dense(inputs, 1)),
                1,
                Batches.of(1024),
                0.1,
                s -> Scaling.NONE,
                threads)) {
            long count = rows.survey().training() + rows.survey().heldOut();
            double floats = 4.0 * count * (inputs + 1);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows of %d features and a label: %,d bytes cached, %,.0f bytes as floats, ratio %.3f%n",
                    count,
                    inputs,
                    rows.cachedBytes(),
                    floats,
                    rows.cachedBytes() / floats);
        }
    }

    private static Example example(Digits digits, long index, int inputs) {
        float[] pixels = new float[Digits.PIXELS];
        int label = digits.drawInto(index, pixels, 0);
        float[] x = new float[inputs];
        System.arraycopy(pixels, 400, x, 0, Math.min(inputs, 8));
        return new Example(inputs == Digits.PIXELS ? pixels : x, new float[] {label});
    }
}
