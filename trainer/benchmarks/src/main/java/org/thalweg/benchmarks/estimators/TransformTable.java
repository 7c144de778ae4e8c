package org.thalweg.benchmarks.estimators;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thalweg.benchmarks.common.MarkdownTable;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Spread;
import org.thalweg.ml.MlpClassifier;
import org.thalweg.ml.MlpClassifierModel;
import org.thalweg.spark.fit.Scoring;

/** Rows a second of a model's {@code transform} beside those of the job that scores, without its writing: the same rows and model. */
final class TransformTable {
    private static final int HIDDEN = 32;
    private static final int TRAIN_ROWS = 2000;
    private static final int WARM_UP_PAIRS = 2;

    private final SparkSession spark;
    private final Path folder;
    private final int rows;
    private final int pairs;

    TransformTable(SparkSession spark, Path folder, int rows, int pairs) {
        this.spark = spark;
        this.folder = folder;
        this.rows = rows;
        this.pairs = pairs;
    }

    String measure() {
        MarkdownTable table = new MarkdownTable(
                "rows a second, no writing", "transform", "score", "transform / score (least–greatest)");
        Dataset<Row> churn = ChurnRows.of(spark, folder, TRAIN_ROWS, 1);
        Dataset<Row> vectors = new Pipeline()
                .setStages(ChurnRows.stages())
                .fit(churn)
                .transform(churn)
                .select(ChurnRows.FEATURES, ChurnRows.LABEL);
        MlpClassifier ofVectors = classifier().setLabelCol(ChurnRows.LABEL).setFeaturesCol(ChurnRows.FEATURES);
        compare(table, "features of a vector", ofVectors.fit(vectors), repeated(vectors));
        MlpClassifier ofColumns = classifier().setLabelCol("churned").setFeaturesCols(featuresOf(churn));
        compare(table, "features of columns, with categories", ofColumns.fit(churn), repeated(churn));
        return table.toString();
    }

    private static MlpClassifier classifier() {
        MlpClassifier classifier = new MlpClassifier().setHidden(HIDDEN).setMaxIter(2);
        classifier.set("data.scale", "standard");
        return classifier;
    }

    private static String[] featuresOf(Dataset<Row> churn) {
        return IntStream.range(0, churn.columns().length)
                .mapToObj(c -> churn.columns()[c])
                .filter(column -> !column.equals("churned"))
                .toArray(String[]::new);
    }

    /** The rows again and again, in memory. */
    private Dataset<Row> repeated(Dataset<Row> few) {
        int times = (rows + TRAIN_ROWS - 1) / TRAIN_ROWS;
        Dataset<Row> many = few.withColumn(
                        "time", functions.explode(functions.sequence(functions.lit(1), functions.lit(times))))
                .drop("time")
                .repartition(spark.sparkContext().defaultParallelism())
                .limit(rows)
                .cache();
        many.count();
        return many;
    }

    private void compare(MarkdownTable table, String name, MlpClassifierModel model, Dataset<Row> many) {
        row(table, name + ": raw prediction, probability, prediction", model, many);
        row(table, name + ": probability, prediction", model.setRawPredictionCol(""), many);
        many.unpersist();
    }

    private void row(MarkdownTable table, String name, MlpClassifierModel model, Dataset<Row> many) {
        try (Scoring scoring = Scoring.of(many, model.nativeModel())) {
            Dataset<Row> transformed = model.transform(many);
            Ratios.measure(WARM_UP_PAIRS, () -> rate(transformed), () -> rate(scoring.rows()));
            double[] ours = new double[pairs];
            double[] scores = new double[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                ours[pair] = rate(transformed);
                scores[pair] = rate(scoring.rows());
            }
            table.row(
                    name,
                    String.format(Locale.ROOT, "%,.0f", Ratios.median(ours)),
                    String.format(Locale.ROOT, "%,.0f", Ratios.median(scores)),
                    Spread.ofRatios(ours, scores).toString());
        }
    }

    private double rate(Dataset<Row> out) {
        long start = System.nanoTime();
        out.write().format("noop").mode("overwrite").save();
        return rows / ((System.nanoTime() - start) * 1e-9);
    }
}
