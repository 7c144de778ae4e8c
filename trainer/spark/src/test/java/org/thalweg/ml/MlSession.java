package org.thalweg.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.thalweg.spark.LocalSpark;

/** Tests of stages in a session with Spark's defaults, as in a user's program. */
abstract class MlSession {
    static final int ROWS = 400;

    private static final StructType SCHEMA = new StructType()
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType)
            .add("colour", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("label", DataTypes.DoubleType)
            .add("other", DataTypes.DoubleType)
            .add("held", DataTypes.BooleanType);

    static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session("spark.sql.shuffle.partitions", "2");
    }

    @AfterAll
    static void stop() {
        LocalSpark.end(spark);
    }

    /** Rows: label is 1 if x + y / 2 > 0, and other is 1 if y > 0. */
    static Dataset<Row> rows() {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            boolean first = x + 0.5 * y > 0;
            rows.add(RowFactory.create(
                    x,
                    y,
                    i % 3 == 0 ? "red" : "blue",
                    first ? "yes" : "no",
                    first ? 1.0 : 0.0,
                    y > 0 ? 1.0 : 0.0,
                    i % 5 == 0));
        }
        return new VectorAssembler()
                .setInputCols(new String[] {"x", "y"})
                .setOutputCol("features")
                .transform(spark.createDataFrame(rows, SCHEMA));
    }
}
