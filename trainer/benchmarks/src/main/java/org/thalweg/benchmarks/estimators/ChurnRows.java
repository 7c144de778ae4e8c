package org.thalweg.benchmarks.estimators;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;

import java.nio.file.Path;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.benchmarks.tables.ChurnTable;

/** The generated churn table as a DataFrame, and the pipeline stages that turn it into a label and a feature vector. */
final class ChurnRows {
    /** The label column of the stages: 1 for customers who left, the rarer class. */
    static final String LABEL = "label";

    /** The feature vector column of the stages. */
    static final String FEATURES = "features";

    private ChurnRows() {}

    /** Writes a seed's rows to a folder, and reads them into memory. */
    static Dataset<Row> of(SparkSession spark, Path folder, int rows, long seed) {
        Path file = folder.resolve("churn-" + seed + ".csv");
        new ChurnTable().write(file, rows, seed, spark);
        Dataset<Row> cached = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(file.toString())
                .withColumn("signup_days", datediff(col("signup_date"), lit("2019-01-01")))
                .withColumn("signup_month", month(col("signup_date")))
                .drop("customer_id", "signup_date", "currency", "remark")
                .repartition(spark.sparkContext().defaultParallelism())
                .cache();
        cached.count();
        return cached;
    }

    /** The stages before both classifiers: strings to indices, missing numbers to means, all columns to a vector. */
    static PipelineStage[] stages() {
        return new PipelineStage[] {
            new StringIndexer().setInputCol("churned").setOutputCol(LABEL),
            new StringIndexer()
                    .setInputCols(new String[] {"plan", "region", "device"})
                    .setOutputCols(new String[] {"plan_index", "region_index", "device_index"})
                    .setHandleInvalid("keep"),
            new Imputer()
                    .setInputCols(new String[] {"age", "data_used_gb"})
                    .setOutputCols(new String[] {"age_known", "data_used_gb_known"}),
            new VectorAssembler()
                    .setInputCols(new String[] {
                        "plan_index",
                        "region_index",
                        "device_index",
                        "age_known",
                        "data_used_gb_known",
                        "monthly_charge",
                        "tenure_months",
                        "support_calls",
                        "late_payments",
                        "signup_days",
                        "signup_month"
                    })
                    .setOutputCol(FEATURES)
        };
    }

    /** The length of the vectors. */
    static int inputs() {
        return ((VectorAssembler) stages()[3]).getInputCols().length;
    }
}
