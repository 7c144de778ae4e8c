package org.thalweg.benchmarks.estimators;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.benchmarks.common.MarkdownTable;
import org.thalweg.benchmarks.common.Spread;
import org.thalweg.ml.MlpClassifier;

/**
 * Cross-validation of a pipeline with our classifier, compared with MLlib's: the same rows, folds, stages and hidden layer,
 * standardised features, and four settings of each. MLlib uses its default, L-BFGS over all rows.
 */
final class SearchTable {
    private static final int HIDDEN = 32;
    private static final int FOLDS = 3;
    private static final int PARALLELISM = 2;
    private static final double TRAIN_SHARE = 0.9;

    private final SparkSession spark;
    private final Path folder;
    private final int rows;

    SearchTable(SparkSession spark, Path folder, int rows) {
        this.spark = spark;
        this.folder = folder;
        this.rows = rows;
    }

    /** The time and the result of a search. */
    private record SearchResult(WorkTime time, double foldArea, double heldOutArea, String best) {}

    /** A pipeline and its parameter grid. */
    private record Search(Pipeline pipeline, ParamMap[] grid) {}

    String measure(int seeds) {
        Dataset<Row> few = ChurnRows.of(spark, folder, 1000, 0);
        for (Search search : List.of(ours(1), mllib(1))) {
            search.pipeline().fit(few, search.grid()[0]).transform(few).count();
        }
        few.unpersist();
        List<SearchResult> ours = new ArrayList<>();
        List<SearchResult> theirs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Dataset<Row> all = ChurnRows.of(spark, folder, rows, seed);
            List<Dataset<Row>> parts = Stream.of(all.randomSplit(new double[] {TRAIN_SHARE, 1 - TRAIN_SHARE}, seed))
                    .map(Dataset::cache)
                    .toList();
            parts.forEach(Dataset::count);
            // Alternately, each first equally often.
            if (seed % 2 == 1) {
                ours.add(search("Thalweg", ours(seed), parts, seed));
                theirs.add(search("MLlib", mllib(seed), parts, seed));
            } else {
                theirs.add(search("MLlib", mllib(seed), parts, seed));
                ours.add(search("Thalweg", ours(seed), parts, seed));
            }
            parts.forEach(Dataset::unpersist);
            all.unpersist();
        }
        return table(ours, theirs).toString();
    }

    private static Search ours(long seed) {
        MlpClassifier classifier = new MlpClassifier()
                .setLabelCol(ChurnRows.LABEL)
                .setFeaturesCol(ChurnRows.FEATURES)
                .setHidden(HIDDEN)
                .setSeed(seed);
        classifier.set("data.scale", "standard");
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.maxIter(), new int[] {10, 30})
                .addGrid(classifier.stepSize(), new double[] {0.001, 0.01})
                .build();
        return new Search(pipeline(classifier), grid);
    }

    private static Search mllib(long seed) {
        StandardScaler scaler = new StandardScaler()
                .setWithMean(true)
                .setInputCol(ChurnRows.FEATURES)
                .setOutputCol("scaled");
        MultilayerPerceptronClassifier classifier = new MultilayerPerceptronClassifier()
                .setLabelCol(ChurnRows.LABEL)
                .setFeaturesCol("scaled")
                .setLayers(new int[] {ChurnRows.inputs(), HIDDEN, 2})
                .setSeed(seed);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.maxIter(), new int[] {25, 100})
                .addGrid(classifier.tol(), new double[] {1e-6, 1e-4})
                .build();
        return new Search(pipeline(scaler, classifier), grid);
    }

    private static Pipeline pipeline(PipelineStage... last) {
        return new Pipeline()
                .setStages(Stream.concat(Stream.of(ChurnRows.stages()), Stream.of(last))
                        .toArray(PipelineStage[]::new));
    }

    private static SearchResult search(String name, Search search, List<Dataset<Row>> parts, long seed) {
        BinaryClassificationEvaluator area = new BinaryClassificationEvaluator().setLabelCol(ChurnRows.LABEL);
        CrossValidator validator = new CrossValidator()
                .setEstimator(search.pipeline())
                .setEstimatorParamMaps(search.grid())
                .setEvaluator(area)
                .setNumFolds(FOLDS)
                .setParallelism(PARALLELISM)
                .setSeed(seed);
        AtomicReference<CrossValidatorModel> fitted = new AtomicReference<>();
        WorkTime took = WorkTime.of(() -> fitted.set(validator.fit(parts.get(0))));
        CrossValidatorModel model = fitted.get();
        double[] areas = model.avgMetrics();
        double best = Arrays.stream(areas).max().orElseThrow();
        int at = Arrays.stream(areas).boxed().toList().indexOf(best);
        SearchResult result = new SearchResult(
                took,
                best,
                area.evaluate(model.transform(parts.get(1))),
                search.grid()[at].toString().replaceAll("\\s+", " "));
        System.err.printf(
                Locale.ROOT,
                "seed %d, %s: %.1f s, area %.4f over the folds, %.4f on held-out rows, by %s%n",
                seed,
                name,
                took.seconds(),
                result.foldArea(),
                result.heldOutArea(),
                result.best());
        return result;
    }

    private static MarkdownTable table(List<SearchResult> ours, List<SearchResult> theirs) {
        MarkdownTable table = new MarkdownTable(
                "pipeline under CrossValidator", "Thalweg", "MLlib's perceptron", "ours / its (least–greatest)");
        row(table, "seconds", ours, theirs, result -> result.time().seconds());
        row(table, "seconds of processors", ours, theirs, result -> result.time()
                .processorSeconds());
        row(table, "area under ROC of the best settings, mean of the folds", ours, theirs, SearchResult::foldArea);
        row(table, "area under ROC on the held-out tenth", ours, theirs, SearchResult::heldOutArea);
        return table;
    }

    private static void row(
            MarkdownTable table,
            String name,
            List<SearchResult> ours,
            List<SearchResult> theirs,
            ToDoubleFunction<SearchResult> value) {
        double[] a = ours.stream().mapToDouble(value).toArray();
        double[] b = theirs.stream().mapToDouble(value).toArray();
        table.row(name, mean(a), mean(b), Spread.ofRatios(a, b).toString());
    }

    private static String mean(double[] values) {
        return String.format(
                Locale.ROOT, "%.3f", Arrays.stream(values).average().orElse(Double.NaN));
    }
}
