package org.thalweg.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.benchmarks.common.Folders;
import org.thalweg.benchmarks.common.LiveMemory;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.math.Philox;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.spark.fit.TrainingData;

/**
 * Reading and packing the rows of a Parquet file, compared with Spark's own scan, repartition by a hash of all columns, and
 * sort by it within partitions. The two alternate.
 */
final class ReadingSpeed {
    private static final int ROWS = 500_000;
    private static final int MANY_ROWS = 2_500_000;
    private static final int FEATURES = 50;
    private static final int FILES = 4;
    private static final int WARM_UPS = 2;
    private static final int PAIRS = 7;
    private static final double NANOS = 1e-9;

    private static final FitSettings SETTINGS = FitSettings.ofDataFrame(Map.of(
            "task", "regression", "data.label", "c" + FEATURES, "data.validation", 0.1, "network.hidden", List.of(8)));

    private ReadingSpeed() {}

    static void run(int threads) {
        try (JavaSparkContext spark = LocalContext.start(threads)) {
            measure(spark, "all different", row -> row, threads);
            measure(spark, "half are one row", row -> row % 2 == 0 ? -1 : row, threads);
            measure(spark, "each row twice", row -> row % (ROWS / 2), threads);
            measureMemory(spark, threads);
        }
    }

    private static void measure(JavaSparkContext spark, String name, LongUnaryOperator content, int threads) {
        SparkSession session = SparkSession.builder().getOrCreate();
        Path folder = temporaryFolder();
        try {
            String path = folder.resolve("rows").toString();
            long[] contents = LongStream.range(0, ROWS).map(content).toArray();
            write(spark, session, contents, path);
            for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
                prepare(session, path);
                sort(session, path, threads);
            }
            Ratios ratios = Ratios.measure(PAIRS, () -> prepare(session, path), () -> sort(session, path, threads));
            System.out.printf("%,d rows of %d features, %s, in local[%d]%n", ROWS, FEATURES, name, threads);
            ratios.print("read and pack, s", "scan, repartition and sort, s", "%6.2f", "%6.2f");
        } finally {
            Folders.delete(folder);
        }
    }

    /** The peak memory while reading, compared with the packed rows. */
    private static void measureMemory(JavaSparkContext spark, int threads) {
        SparkSession session = SparkSession.builder().getOrCreate();
        Path folder = temporaryFolder();
        try {
            String path = folder.resolve("rows").toString();
            write(spark, session, LongStream.range(0, MANY_ROWS).toArray(), path);
            try (LiveMemory memory = new LiveMemory();
                    TrainingData rows = TrainingData.of(session.read().parquet(path), SETTINGS, FitListener.NONE)) {
                double packed = rows.training().packedBytes();
                System.out.printf(
                        "%,d rows of %d features, all different, in local[%d]: at most %,.0f MB in use while reading,"
                                + " %,.0f MB packed, ratio %.2f%n",
                        MANY_ROWS,
                        FEATURES,
                        threads,
                        memory.peakBytes() * 1e-6,
                        packed * 1e-6,
                        memory.peakBytes() / packed);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static double prepare(SparkSession session, String path) {
        long start = System.nanoTime();
        try (TrainingData rows = TrainingData.of(session.read().parquet(path), SETTINGS, FitListener.NONE)) {
            if (rows.training().survey().all() != ROWS) {
                throw new IllegalStateException("rows: expected " + ROWS + ", found "
                        + rows.training().survey().all());
            }
            return (System.nanoTime() - start) * NANOS;
        }
    }

    private static double sort(SparkSession session, String path, int threads) {
        long start = System.nanoTime();
        Dataset<Row> rows = session.read().parquet(path);
        Column[] all = Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new);
        rows.withColumn("hash", xxhash64(all))
                .repartition(threads, col("hash"))
                .sortWithinPartitions("hash")
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
        return (System.nanoTime() - start) * NANOS;
    }

    private static void write(JavaSparkContext spark, SparkSession session, long[] contents, String path) {
        List<StructField> columns = IntStream.rangeClosed(0, FEATURES)
                .mapToObj(k -> DataTypes.createStructField("c" + k, DataTypes.FloatType, false))
                .toList();
        int rowsOfFile = contents.length / FILES;
        List<Integer> files = IntStream.range(0, FILES).boxed().toList();
        session.createDataFrame(
                        spark.parallelize(files, FILES).flatMap(file -> rows(contents, file * rowsOfFile, rowsOfFile)),
                        new StructType(columns.toArray(StructField[]::new)))
                .write()
                .parquet(path);
    }

    private static Iterator<Row> rows(long[] contents, int first, int count) {
        return Arrays.stream(contents, first, first + count)
                .mapToObj(ReadingSpeed::row)
                .iterator();
    }

    private static Row row(long content) {
        Philox random = new Philox(3, content);
        Object[] values = new Object[FEATURES + 1];
        for (int k = 0; k < FEATURES; k++) {
            values[k] = random.nextFloat();
        }
        values[FEATURES] = (float) (content & 1);
        return RowFactory.create(values);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("thalweg-reading");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
