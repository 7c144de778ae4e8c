package org.thalweg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.spark.fit.Fitter;
import scala.jdk.javaapi.CollectionConverters;

/** The classifier as an estimator of spark.ml, compared with a fit by settings on the same rows. */
class MlpClassifierTest extends MlSession {
    @TempDir
    Path folder;

    private static MlpClassifier classifier() {
        return new MlpClassifier().setHidden(8).setMaxIter(5).setStepSize(0.02).setBatchSize(32);
    }

    @Test
    void givesTheWeightsOfSettings() {
        Map<String, Object> settings = Map.of(
                "task",
                "classification",
                "data.features",
                List.of("features"),
                "data.label",
                "kind",
                "network.hidden",
                List.of(8),
                "optimizer.learningRate",
                0.02,
                "optimizer.schedule.type",
                "cosine",
                "training.epochs",
                5,
                "training.batchSize",
                32);
        String expected = Fitter.fit(rows(), FitSettings.ofDataFrame(settings), FitListener.NONE)
                .weightsSha256();
        MlpClassifier classifier = classifier().setLabelCol("kind");
        classifier.set("optimizer.schedule.type", "cosine");
        MlpClassifierModel model = classifier.fit(rows().repartition(3));
        assertThat(model.weightsSha256()).isEqualTo(expected);
        assertThat(model.labels()).containsExactly("no", "yes");
        assertThat(model.summary().totalIterations()).isEqualTo(5);
    }

    @Test
    void transformsSavesAndLoads() throws IOException {
        MlpClassifierModel model =
                classifier().setLabelCol("kind").setPredictedLabelCol("said").fit(rows());
        Dataset<Row> out = model.transform(rows());
        assertThat(out.columns()).endsWith("features", "rawPrediction", "probability", "prediction", "said");
        assertThat(out.filter("said = kind").count()).isGreaterThan(ROWS * 9 / 10);
        assertThat(new BinaryClassificationEvaluator().evaluate(out)).isGreaterThan(0.95);
        String path = folder.resolve("model").toString();
        model.write().overwrite().save(path);
        MlpClassifierModel loaded = MlpClassifierModel.load(path);
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.getPredictedLabelCol()).isEqualTo("said");
        assertThat(loaded.transform(rows()).collectAsList()).isEqualTo(out.collectAsList());
        out.collectAsList().forEach(row -> assertThat(loaded.predict(row.getAs("features")))
                .isEqualTo(row.<Double>getAs("prediction")));
    }

    @Test
    void worksInPipelineAndCrossValidator() throws IOException {
        VectorAssembler assembler =
                new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("assembled");
        MlpClassifier classifier = classifier().setFeaturesCol("assembled");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {assembler, classifier});
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.stepSize(), new double[] {0.001, 0.02})
                .addGrid(classifier.getParam("optimizer.l2"), CollectionConverters.asScala(List.of((Object) 0.0, 0.01)))
                .build();
        CrossValidatorModel best = new CrossValidator()
                .setEstimator(pipeline)
                .setEvaluator(new MulticlassClassificationEvaluator())
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setParallelism(2)
                .fit(rows());
        assertThat(best.avgMetrics()).hasSize(4).doesNotContain(0.0);
        String path = folder.resolve("cv").toString();
        best.write().save(path);
        PipelineModel loaded = (PipelineModel) CrossValidatorModel.load(path).bestModel();
        assertThat(loaded.transform(rows()).filter("prediction = label").count())
                .isGreaterThan(ROWS * 9 / 10);
    }

    @Test
    void reportsAllFaultsByTheNamesOfParams() {
        MlpClassifier classifier = classifier().setMaxIter(0).setStepSize(-1);
        classifier.set("optimizer.schedule.type", "cosin");
        assertThatThrownBy(() -> classifier.fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxIter: expected")
                .hasMessageContaining("stepSize: expected")
                .hasMessageContaining("optimizer.schedule.type: expected")
                .hasMessageContaining("did you mean cosine?");
        assertThatThrownBy(() -> classifier.set("optimizer.schedul", "cosine"))
                .hasMessageContaining("did you mean optimizer.schedule?");
        assertThatThrownBy(() -> classifier().setHidden(0).fit(rows())).hasMessageContaining("hidden[0]: expected");
        assertThatThrownBy(() -> new MlpMultiRegressor().fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labelCols: expected the label columns, found none");
        assertThatThrownBy(() -> classifier().setLabelCol("kin").fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labelCol: expected a column of the dataset")
                .hasMessageContaining("did you mean kind?");
    }

    @Test
    void explainsEachParam() {
        String text = new MlpClassifier().explainParams();
        assertThat(text).contains("maxIter: Maximum number of epochs.", "optimizer.schedule.type: ");
    }
}
