package org.thalweg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.spark.FaultyFiles;
import scala.jdk.javaapi.CollectionConverters;

/** The requirements of spark.ml for every estimator and model: params, copies, schemas, saving and loading. */
class StagesTest extends MlSession {
    @TempDir
    Path folder;

    static Stream<Estimator<? extends Model<?>>> estimators() {
        return Stream.of(
                quick(new MlpClassifier().setLabelCol("kind").setPredictedLabelCol("text")),
                quick(new MlpRegressor().setLabelCol("x")),
                quick(new MlpMultiRegressor().setLabelCols("x", "other")),
                quick(new MlpMultilabelClassifier().setLabelCols("label", "other")),
                quick(new MlpAutoencoder().setHidden(1).setReconstructionCol("again")));
    }

    private static <E extends MlpEstimator<E>> E quick(E estimator) {
        return estimator.setHidden(3).setMaxIter(2).setBatchSize(64);
    }

    private static MlpParams params(PipelineStage stage) {
        return (MlpParams) stage;
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void eachParamBelongsToItsStageAndIsExplained(Estimator<? extends Model<?>> estimator) {
        for (PipelineStage stage : List.of(estimator, estimator.fit(rows()))) {
            List<Param<?>> params = List.of(stage.params());
            assertThat(params).hasSizeGreaterThan(60);
            assertThat(params).allSatisfy(param -> {
                assertThat(param.parent()).isEqualTo(stage.uid());
                assertThat(param.doc()).isNotBlank();
                assertThat(stage.getParam(param.name())).isEqualTo(param);
                assertThat(stage.hasParam(param.name())).isTrue();
            });
            assertThat(params.stream().map(Param::name)).doesNotHaveDuplicates();
            assertThat(stage.explainParams()).contains("maxIter: ", "(current: 2)");
        }
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void copiesKeepWhatIsSetAndTakeMore(Estimator<? extends Model<?>> estimator) {
        estimator.set("optimizer.schedule.type", "cosine");
        ParamMap extra = new ParamMap().put(estimator.getParam("maxIter"), 1);
        Estimator<? extends Model<?>> copy = estimator.copy(extra);
        assertThat(copy.uid()).isEqualTo(estimator.uid());
        assertThat(params(copy).getMaxIter()).isOne();
        assertThat(params(estimator).getMaxIter()).isEqualTo(2);
        assertThat(copy.getOrDefault(copy.getParam("optimizer.schedule.type"))).isEqualTo("cosine");
        Model<?> model = copy.fit(rows());
        assertThat(params(model).getMaxIter()).isOne();
        assertThat(model.parent()).isSameAs(copy);
        assertThat(model.copy(new ParamMap().put(model.getParam("featuresCol"), "f"))
                        .uid())
                .isEqualTo(model.uid());
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void schemaIsThatOfWhatComesOut(Estimator<? extends Model<?>> estimator) {
        Model<?> model = estimator.fit(rows());
        Dataset<Row> out = model.transform(rows());
        assertThat(names(out))
                .isEqualTo(List.of(model.transformSchema(rows().schema()).fieldNames()));
        assertThat(names(out))
                .isEqualTo(List.of(estimator.transformSchema(rows().schema()).fieldNames()));
        assertThat(out.schema()).isEqualTo(model.transformSchema(rows().schema()));
        assertThat(out.count()).isEqualTo(ROWS);
        assertThatThrownBy(() -> model.transform(out)).hasMessageContaining("expected the name of a new column");
    }

    private static List<String> names(Dataset<Row> rows) {
        return List.of(rows.columns());
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void whatIsSavedComesBack(Estimator<? extends Model<?>> estimator) throws IOException {
        estimator.set("optimizer.schedule", "{type: \"cosine\"}");
        estimator.set("optimizer.l2", 0.01);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
        pipeline.write().save(folder.resolve("pipeline").toString());
        Estimator<?> read = (Estimator<?>)
                Pipeline.load(folder.resolve("pipeline").toString()).getStages()[0];
        assertSameParams(estimator, read);

        Model<?> model = estimator.fit(rows());
        assertThat(read.fit(rows()).transform(rows()).collectAsList())
                .isEqualTo(model.transform(rows()).collectAsList());
        ((MLWritable) model).write().save(folder.resolve("model").toString());
        pipeline.fit(rows()).write().save(folder.resolve("fitted").toString());
        PipelineStage loaded =
                PipelineModel.load(folder.resolve("fitted").toString()).stages()[0];
        assertSameParams(model, loaded);
        assertThat(((Model<?>) loaded).transform(rows()).collectAsList())
                .isEqualTo(model.transform(rows()).collectAsList());
    }

    private static void assertSameParams(PipelineStage expected, PipelineStage found) {
        assertThat(found.uid()).isEqualTo(expected.uid());
        assertThat(texts(found)).isEqualTo(texts(expected));
    }

    private static List<String> texts(PipelineStage stage) {
        return CollectionConverters.asJava(stage.extractParamMap().toSeq()).stream()
                .map(StagesTest::text)
                .sorted()
                .toList();
    }

    private static <T> String text(ParamPair<T> pair) {
        return pair.param().name() + "=" + pair.param().jsonEncode(pair.value());
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void readerMakesItsOwnClassAlone(Estimator<? extends Model<?>> estimator) throws IOException {
        String path = folder.resolve("scaler").toString();
        new StandardScaler().write().save(path);
        assertThatThrownBy(() ->
                        estimator.getClass().getMethod("load", String.class).invoke(null, path))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(estimator.getClass().getName());
    }

    /** A folder without metadata is read as the model of a job, which has none. */
    @Test
    void networksFileIsTheLastThatIsSaved() throws IOException {
        Model<?> model = estimators().findFirst().orElseThrow().fit(rows());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        hadoop.set("fs.file.impl", FaultyFiles.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        try {
            FaultyFiles.before(FaultyFiles.Operation.CREATE, "model.safetensors"::equals, 1, () -> assertThat(
                            folder.resolve("ordered/metadata/_SUCCESS"))
                    .exists());
            ((MLWritable) model).write().save(folder.resolve("ordered").toString());
            assertThat(FaultyFiles.left()).isZero();
        } finally {
            hadoop.unset("fs.file.impl");
            hadoop.unset("fs.file.impl.disable.cache");
        }
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void damagedModelIsRefused(Estimator<? extends Model<?>> estimator) throws IOException {
        String path = folder.resolve("damaged").toString();
        Model<?> model = estimator.fit(rows());
        ((MLWritable) model).write().save(path);
        Path file = Path.of(path, "model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1 - new Random(1).nextInt(8)] ^= 1;
        Path other = folder.resolve("other");
        Files.write(other, bytes);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(Path.of(path, ".model.safetensors.crc"));
        assertThatThrownBy(
                        () -> model.getClass().getMethod("load", String.class).invoke(null, path))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.safetensors");
    }
}
