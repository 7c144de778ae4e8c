package org.thalweg.benchmarks;

import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.digits.Digits;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.Batches;

/** What cached training rows take on the heap, by Spark's measure of their objects, beside the bytes of their numbers as floats. */
final class CachedRows {
    private static final int ROWS = 60_000;

    private CachedRows() {}

    static void run(int threads) {
        try (JavaSparkContext spark = LocalContext.start(threads)) {
            measure(spark, Digits.PIXELS, threads);
            measure(spark, 8, threads);
        }
    }

    private static void measure(JavaSparkContext spark, int inputs, int threads) {
        JavaRDD<Example> examples = spark.parallelize(java.util.Collections.nCopies(threads, 0), threads)
                .zipWithIndex()
                .flatMap(part -> {
                    Digits digits = new Digits(1);
                    return java.util.stream.IntStream.range(0, ROWS / threads)
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
