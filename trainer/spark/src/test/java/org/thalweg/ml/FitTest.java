package org.thalweg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.evaluation.MultilabelClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.train.DivergedException;

/** Cleanup, cancellation and resumption of a fit, and the messages for invalid rows. */
class FitTest extends MlSession {
    private static final int MANY_EPOCHS = 100_000;

    @TempDir
    Path folder;

    private static MlpClassifier classifier() {
        return new MlpClassifier().setHidden(8).setMaxIter(4).setStepSize(0.02).setBatchSize(32);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("thalweg"))
                .collect(Collectors.toSet());
    }

    private void assertNothingIsLeft() {
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
        assertThat(spark.sparkContext().getJobTags().size()).isZero();
        assertThat(threads()).isEmpty();
        assertThat(RunningFit.progress("any")).isEmpty();
    }

    @Test
    void fitLeavesNothingBehind() {
        classifier().fit(rows());
        assertNothingIsLeft();
        Dataset<Row> bad = rows().withColumn("x", functions.lit(null).cast("double"));
        MlpClassifier failing = classifier().setFeaturesCols("x", "y");
        assertThatThrownBy(() -> failing.fit(bad)).isInstanceOf(IllegalArgumentException.class);
        assertNothingIsLeft();
        assertThat(failing.progress()).isEmpty();
    }

    @Test
    void twoFitsAtOnceGiveTheSameBits() throws ExecutionException, InterruptedException {
        String alone = classifier().fit(rows()).weightsSha256();
        MlpClassifier shared = classifier();
        List<CompletableFuture<String>> fits = Stream.of(rows().repartition(5), rows())
                .map(rows ->
                        CompletableFuture.supplyAsync(() -> shared.fit(rows).weightsSha256()))
                .toList();
        for (CompletableFuture<String> fit : fits) {
            assertThat(fit.get()).isEqualTo(alone);
        }
        assertNothingIsLeft();
    }

    @Test
    void cancelEndsFitsOfCopiesToo() throws InterruptedException {
        MlpClassifier endless = classifier().setMaxIter(MANY_EPOCHS);
        CompletableFuture<MlpClassifierModel> fit = CompletableFuture.supplyAsync(
                () -> endless.copy(ParamMap.empty()).fit(rows()));
        awaitEpochs(endless, 3);
        endless.cancel();
        assertThatThrownBy(() -> fit.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(CancellationException.class)
                .hasMessage("the fit was cancelled");
        assertNothingIsLeft();
    }

    private static void awaitEpochs(MlpClassifier estimator, int epochs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (estimator.progress().stream().noneMatch(fit -> fit.epochs() >= epochs)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void cancelledFitGoesOnFromItsCheckpointToTheSameBits() throws Exception {
        int epochs = 60;
        String whole = classifier().setMaxIter(epochs).fit(rows()).weightsSha256();
        MlpClassifier kept = classifier().setMaxIter(epochs).setCheckpointDir(folder.toString());
        CompletableFuture<MlpClassifierModel> fit = CompletableFuture.supplyAsync(() -> kept.fit(rows()));
        awaitEpochs(kept, 5);
        kept.cancel();
        assertThatThrownBy(() -> fit.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(CancellationException.class);
        assertThat(checkpoints()).isNotEmpty();

        assertThat(kept.copy(ParamMap.empty()).fit(rows()).weightsSha256()).isEqualTo(whole);
        assertThat(checkpoints()).isEmpty();
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList();
        }
    }

    @Test
    void columnsOfCategoriesAreEncodedAsJobFilesDo() {
        MlpClassifier classifier =
                classifier().setFeaturesCols("x", "y", "colour").setLabelCol("kind");
        classifier.set("data.categorical", "[\"colour\"]");
        MlpClassifierModel model = classifier.fit(rows());
        assertThat(model.numFeatures()).isEqualTo(4);
        Dataset<Row> unknown = rows().withColumn("colour", functions.lit("green"));
        assertThat(model.transform(unknown).count()).isEqualTo(ROWS);
        assertThat(model.nativeModel()
                        .rowPredictor()
                        .predict(Map.of("x", 0.5, "y", 0.5, "colour", "red"))
                        .toString())
                .contains("yes");
    }

    @Test
    void evaluatorsOfSparkTakeWhatComesOut() {
        Dataset<Row> numbers = new MlpRegressor()
                .setHidden(8)
                .setMaxIter(10)
                .setStepSize(0.02)
                .setLabelCol("x")
                .fit(rows())
                .transform(rows());
        assertThat(new RegressionEvaluator()
                        .setLabelCol("x")
                        .setMetricName("r2")
                        .evaluate(numbers))
                .isGreaterThan(0.5);
        Dataset<Row> labels = new MlpMultilabelClassifier()
                .setLabelCols("label", "other")
                .setHidden(8)
                .setMaxIter(30)
                .fit(rows())
                .transform(rows())
                .withColumn(
                        "true",
                        functions.expr("filter(array(if(label = 1, 0D, -1D), if(other = 1, 1D, -1D)), v -> v >= 0)"));
        assertThat(new MultilabelClassificationEvaluator().setLabelCol("true").evaluate(labels))
                .isGreaterThan(0.9);
    }

    @Test
    void trainingGoesOnFromAModel() throws IOException {
        MlpClassifierModel first = classifier().setMaxIter(20).fit(rows());
        String path = folder.resolve("first").toString();
        first.write().save(path);
        MlpClassifierModel second =
                classifier().setMaxIter(1).setInitialModel(path).fit(rows());
        double[] cold = classifier().setMaxIter(1).fit(rows()).summary().objectiveHistory();
        assertThat(second.summary().objectiveHistory()[0]).isLessThan(cold[0] / 2);
        assertThat(second.weightsSha256())
                .isNotEqualTo(first.weightsSha256())
                .isEqualTo(classifier()
                        .setMaxIter(1)
                        .setInitialModel(path + "/model.safetensors")
                        .fit(rows().repartition(3))
                        .weightsSha256());
        assertThatThrownBy(() -> classifier().setHidden(9).setInitialModel(path).fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hidden: expected");
        assertThatThrownBy(() -> classifier().setInitialModel(path + "x").fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("initialModel: expected a trained model, found no ");
    }

    @Test
    void summaryIsWrittenAndReadAsSparkConnectDoes() {
        MlpClassifierModel model = classifier().fit(rows());
        model.saveSummary(folder.resolve("summary").toString());
        MlpTrainingSummary read =
                MlpTrainingSummary.load(folder.resolve("summary").toString());
        assertThat(read.objectiveHistory()).isEqualTo(model.summary().objectiveHistory());
        assertThat(read.validationHistory()).isEqualTo(model.summary().validationHistory());
        assertThat(read.measures("train")).isEqualTo(model.summary().measures("train"));
        assertThat(read.weightsSha256()).isEqualTo(model.weightsSha256());
        assertThat(read.stoppedBy()).isEqualTo("epochs");
    }

    @Test
    void modelIsKeptOnTheDriversDiskAsSparkConnectDoes() throws IOException {
        MlpClassifierModel model = classifier().setPredictedLabelCol("said").fit(rows());
        String path = folder.resolve("local").toString();
        ((MlpModelWriter) model.write()).saveToLocal(path);
        MlpClassifierModel read =
                (MlpClassifierModel) ((MlpModelReader<?>) MlpClassifierModel.read()).loadFromLocal(path);
        assertThat(read.uid()).isEqualTo(model.uid());
        assertThat(read.getPredictedLabelCol()).isEqualTo("said");
        assertThat(read.weightsSha256()).isEqualTo(model.weightsSha256());
        assertThat(model.estimatedSize()).isGreaterThan(Files.size(Path.of(path, "model.safetensors")));
    }

    @Test
    void rowsOfTheIndicatorAreMeasuredAndNotTrainedOn() {
        MlpClassifierModel model = classifier()
                .setValidationIndicatorCol("held")
                .setEarlyStoppingPatience(2)
                .fit(rows());
        assertThat(model.summary().validationHistory()[0]).isPositive();
        String without = classifier().fit(rows().filter("not held")).weightsSha256();
        assertThat(classifier().setValidationIndicatorCol("held").fit(rows()).weightsSha256())
                .isEqualTo(without);
    }

    @Test
    void divergenceNamesParamsAndBackOffIsAWarning() {
        MlpRegressor wild = new MlpRegressor()
                .setLabelCol("x")
                .setHidden(8)
                .setSolver("sgd")
                .setStepSize(1e12);
        assertThatThrownBy(() -> wild.fit(rows()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("stepSize")
                .hasMessageNotContaining("optimizer.learningRate");
        wild.set("training.onDivergence", "backOff");
        assertThatThrownBy(() -> wild.fit(rows())).isInstanceOf(DivergedException.class);
        assertNothingIsLeft();
    }

    @Test
    void thresholdsMoveThePrediction() {
        MlpClassifierModel model = classifier().fit(rows());
        long even = model.transform(rows()).filter("prediction = 1").count();
        long rare = model.setThresholds(new double[] {0.02, 0.98})
                .transform(rows())
                .filter("prediction = 1")
                .count();
        assertThat(rare).isLessThan(even);
    }

    @Test
    void streamsAreTransformed() throws Exception {
        MlpClassifierModel model = classifier().setFeaturesCols("x", "y").fit(rows());
        String in = folder.resolve("in").toString();
        rows().select("x", "y", "label").repartition(3).write().parquet(in);
        Dataset<Row> stream = spark.readStream()
                .schema(rows().select("x", "y", "label").schema())
                .parquet(in);
        StreamingQuery query = model.transform(stream)
                .writeStream()
                .format("memory")
                .queryName("predicted")
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();
        assertThat(spark.table("predicted").count()).isEqualTo(ROWS);
        assertThat(spark.table("predicted").filter("prediction = label").count())
                .isEqualTo(model.transform(rows()).filter("prediction = label").count());
    }

    @Test
    void badRowsGiveOneMessageEach() {
        Dataset<Row> unlabelled = rows().withColumn("label", functions.expr("if(x > 2, null, label)"));
        assertThatThrownBy(() -> classifier().fit(unlabelled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label: expected");

        MlpClassifierModel model = classifier().fit(rows());
        Dataset<Row> other = new VectorAssembler()
                .setInputCols(new String[] {"x", "y", "label"})
                .setOutputCol("features")
                .transform(rows().drop("features"));
        assertThatThrownBy(() -> model.transform(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("featuresCol: expected vectors of 2 numbers, as in training, found 3");
        StructType sizeless = new StructType();
        for (StructField field : other.schema().fields()) {
            sizeless = sizeless.add(field.name(), field.dataType());
        }
        Dataset<Row> nameless = spark.createDataFrame(other.collectAsList(), sizeless);
        assertThatThrownBy(() -> model.transform(nameless).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("expected 2 numbers, found 3");
        assertThatThrownBy(() -> classifier()
                        .setLabelCol("colour")
                        .setFeaturesCols("colour")
                        .fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> classifier().set("optimizer.schedule", "{type: \"cosine\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("optimizer.schedule: expected a list or a map in JSON");
    }

    @Test
    void tooManyCategoriesAndClassesOfAllPartitionsAreRefused() {
        Dataset<Row> wide = spark.range(0, 120_000, 1, 100)
                .selectExpr(
                        "concat('c', id) as category", "concat('l', id) as label", "cast(id % 7 as double) as number");
        MlpClassifier byCategory = classifier().setFeaturesCols("category");
        byCategory.set("data.categorical", "[\"category\"]");
        assertThatThrownBy(() -> byCategory.fit(wide.withColumn("label", functions.expr("if(number > 3, 'a', 'b')"))))
                .hasMessageContaining("expected at most 10000 categories for oneHot, found more in category");
        assertThatThrownBy(() -> new MlpClassifier().setFeaturesCols("number").fit(wide))
                .hasMessageContaining("expected at most 100000 classes, found more in label");
    }
}
