package org.thalweg.spark.table;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.digits.Digits;
import org.thalweg.spark.config.DataSource;

/** The built-in synthetic digits as a table of (row, label, features), in the same form as IDX files. */
public final class DigitsTable {
    /** The seed of the digits themselves. The images do not depend on the seed of training. */
    public static final long SEED = 28;

    /** The columns of IDX files and digits; features are grey levels, one byte each. */
    static final StructType SCHEMA = new StructType()
            .add(OpenTable.ROW, DataTypes.LongType)
            .add(OpenTable.LABEL, DataTypes.IntegerType)
            .add(OpenTable.FEATURES, DataTypes.BinaryType);

    private DigitsTable() {}

    static Dataset<Row> open(SparkSession spark, DataSource.Digits digits) {
        long first = digits.first();
        SparkContext context = spark.sparkContext();
        RDD<Object> numbers = context.range(first, first + digits.rows(), 1, context.defaultParallelism());
        JavaRDD<Row> rows = numbers.toJavaRDD().mapPartitions(indices -> {
            Digits pen = new Digits(SEED);
            float[] pixels = new float[Digits.PIXELS];
            return new MappedIterator<>(indices, number -> {
                long index = (Long) number;
                int label = pen.drawInto(index, pixels, 0);
                byte[] levels = new byte[Digits.PIXELS];
                for (int i = 0; i < levels.length; i++) {
                    levels[i] = (byte) (int) pixels[i];
                }
                return RowFactory.create(index, label, levels);
            });
        });
        return spark.createDataFrame(rows, SCHEMA);
    }
}
