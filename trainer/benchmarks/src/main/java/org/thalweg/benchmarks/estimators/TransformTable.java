package org.thalweg.benchmarks.estimators;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
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

/** Rows per second of a model's {@code transform}, compared with the scoring job without writing: the same rows and model. */
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
                "rows a second, without writing",
                "transform",
                "score",
                "transform / score (least–greatest)",
                "a processor second's rows: transform / score");
        Dataset<Row> churn = ChurnRows.of(spark, folder, TRAIN_ROWS, 1);
        Dataset<Row> vectors = new Pipeline()
                .setStages(ChurnRows.stages())
                .fit(churn)
                .transform(churn)
                .select(ChurnRows.FEATURES, ChurnRows.LABEL);
        MlpClassifier ofVectors = classifier().setLabelCol(ChurnRows.LABEL).setFeaturesCol(ChurnRows.FEATURES);
        compare(table, "features of a vector", ofVectors.fit(vectors), repeated(vectors));
        MlpClassifier ofColumns = classifier().setLabelCol("churned").setFeaturesCols(featuresOf(churn));
        ofColumns.set("data.categorical", "[\"plan\", \"region\", \"device\"]");
        ofColumns.set("data.missing", "mean");
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

    /** The rows repeated, in memory. */
    private Dataset<Row> repeated(Dataset<Row> few) {
        int times = (rows + TRAIN_ROWS - 1) / TRAIN_ROWS;
        Dataset<Row> many = few.withColumn(
                        "time", functions.explode(functions.sequence(functions.lit(1), functions.lit(times))))
                .drop("time")
                .limit(rows)
                .repartition(spark.sparkContext().defaultParallelism())
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
            List<WorkTime> transforms = new ArrayList<>();
            List<WorkTime> scores = new ArrayList<>();
            for (int pair = -WARM_UP_PAIRS; pair < pairs; pair++) {
                WorkTime transform = all(transformed);
                WorkTime score = all(scoring.rows());
                if (pair >= 0) {
                    transforms.add(transform);
                    scores.add(score);
                }
            }
            List<String> cells = List.of(
                    name,
                    rowsASecond(transforms),
                    rowsASecond(scores),
                    ratio(scores, transforms, WorkTime::seconds),
                    ratio(scores, transforms, WorkTime::processorSeconds));
            System.err.println(String.join("; ", cells));
            table.row(cells.toArray(String[]::new));
        }
    }

    private String rowsASecond(List<WorkTime> took) {
        return String.format(Locale.ROOT, "%,.0f", rows / Ratios.median(values(took, WorkTime::seconds)));
    }

    private static double[] values(List<WorkTime> took, ToDoubleFunction<WorkTime> value) {
        return took.stream().mapToDouble(value).toArray();
    }

    private static String ratio(List<WorkTime> a, List<WorkTime> b, ToDoubleFunction<WorkTime> value) {
        return Spread.ofRatios(values(a, value), values(b, value)).toString();
    }

    private static WorkTime all(Dataset<Row> out) {
        return WorkTime.of(() -> out.write().format("noop").mode("overwrite").save());
    }
}
