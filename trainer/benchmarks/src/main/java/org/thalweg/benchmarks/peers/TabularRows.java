package org.thalweg.benchmarks.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.benchmarks.common.BenchmarkSession;
import org.thalweg.math.Philox;

/** Rows of standard normal numbers x; the class is whether Σ x₂ᵢ·x₂ᵢ₊₁ > 0. A row is a function of its index. */
final class TabularRows {
    static final String NAME = "tabular";

    private static final int INPUTS = 50;
    private static final int TEST_ROWS = 100_000;
    private static final long FIRST_TEST_ROW = 1L << 40;
    private static final int FILES = 8;
    private static final String LABEL = "label";

    private TabularRows() {}

    /** Generates rows, as Parquet files for our trainer and as raw files for the others. */
    static Problem prepare(int rows, int threads, Path into) {
        RawRows train = RawRows.in(into, "train-tabular").write(0, rows, INPUTS, TabularRows::row);
        RawRows test = RawRows.in(into, "test-tabular").write(FIRST_TEST_ROW, TEST_ROWS, INPUTS, TabularRows::row);
        Path trainFiles = into.resolve("train.parquet");
        Path testFiles = into.resolve("test.parquet");
        SparkSession spark = BenchmarkSession.start(threads);
        try {
            write(spark, 0, rows, trainFiles);
            write(spark, FIRST_TEST_ROW, TEST_ROWS, testFiles);
        } finally {
            spark.stop();
        }
        return new Problem(
                NAME,
                INPUTS,
                List.of(256, 128),
                2,
                train,
                test,
                "format: parquet, label: " + LABEL + ", path: " + trainFiles,
                "{ path: " + testFiles + " }");
    }

    static int row(long number, float[] features) {
        Philox random = new Philox(14, number);
        double sum = 0;
        for (int i = 0; i < features.length; i += 2) {
            features[i] = (float) random.nextNormal();
            features[i + 1] = (float) random.nextNormal();
            sum += (double) features[i] * features[i + 1];
        }
        return sum > 0 ? 1 : 0;
    }

    private static void write(SparkSession spark, long first, int count, Path path) {
        StructField[] columns = IntStream.rangeClosed(0, INPUTS)
                .mapToObj(k -> k < INPUTS
                        ? DataTypes.createStructField("x" + k, DataTypes.FloatType, false)
                        : DataTypes.createStructField(LABEL, DataTypes.IntegerType, false))
                .toArray(StructField[]::new);
        List<Integer> files = IntStream.range(0, FILES).boxed().toList();
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        spark.createDataFrame(
                        context.parallelize(files, FILES).flatMap(file -> rows(first, count, file)),
                        new StructType(columns))
                .write()
                .parquet(path.toString());
    }

    private static Iterator<Row> rows(long first, long count, int file) {
        return LongStream.range(first + count * file / FILES, first + count * (file + 1) / FILES)
                .mapToObj(TabularRows::sparkRow)
                .iterator();
    }

    private static Row sparkRow(long number) {
        float[] features = new float[INPUTS];
        int label = row(number, features);
        Object[] values = new Object[INPUTS + 1];
        Arrays.setAll(values, k -> k < INPUTS ? (Object) features[k] : (Object) label);
        return RowFactory.create(values);
    }
}
