package org.thalweg.ml;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.LocalSpark;

/** Results of many partitions are merged on the executors: here the driver may receive half a megabyte in total. */
class ManyPartitionsTest {
    private static final int PARTITIONS = 100;
    private static final int EACH = 200;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session("spark.sql.shuffle.partitions", "2", "spark.driver.maxResultSize", "512k");
    }

    @AfterAll
    static void stop() {
        LocalSpark.end(spark);
    }

    /** Every partition has every category and every label. */
    private static Dataset<Row> rows() {
        return spark.range(0, (long) PARTITIONS * EACH, 1, PARTITIONS)
                .selectExpr(
                        "concat('category number ', id % " + EACH + ") as category",
                        "concat('label number ', id % " + EACH + ") as label",
                        "cast(id as double) as number");
    }

    private static MlpClassifier classifier() {
        MlpClassifier classifier = new MlpClassifier()
                .setFeaturesCols("category")
                .setLabelCol("label")
                .setHidden(2)
                .setMaxIter(1)
                .setSeed(3);
        classifier.set("data.categorical", "[\"category\"]");
        return classifier;
    }

    @Test
    void categoriesAndLabelsAreMergedOnTheExecutors() {
        String many = classifier().fit(rows()).weightsSha256();
        assertThat(classifier().fit(rows().coalesce(3)).weightsSha256()).isEqualTo(many);
    }

    @Test
    void labelsAreMergedWhereNothingElseIsLookedFor() {
        MlpClassifierModel model = new MlpClassifier()
                .setFeaturesCols("number")
                .setHidden(2)
                .setMaxIter(1)
                .fit(rows());
        assertThat(model.numClasses()).isEqualTo(EACH);
    }
}
