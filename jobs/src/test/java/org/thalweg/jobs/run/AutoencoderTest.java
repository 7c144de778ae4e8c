package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;
import org.thalweg.model.Predictor;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AutoencoderTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    private String job(String data, String hidden) {
        return """
                task: autoencoder
                data: { %s }
                network: { hidden: %s, activation: relu }
                optimizer: { learningRate: 0.002 }
                training: { epochs: 6, batchSize: 64 }
                model: { path: %s }
                output: { path: %s, overwrite: true }
                """
                .formatted(data, hidden, bench.path("model"), bench.path("scored"));
    }

    private String planeJob() {
        Random random = new Random(4);
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> {
                    double x = random.nextGaussian();
                    return (10 + x) + "," + (3 * x) + "," + (5 - x);
                })
                .collect(Collectors.joining("\n", "a,b,c\n", "\n"));
        bench.write("plane.csv", rows);
        return job("format: csv, scale: standard, validation: 0.2, path: " + bench.path("plane.csv"), "[4, 1]")
                .replace("relu", "tanh")
                .replace("0.002", "0.05")
                .replace("epochs: 6", "epochs: 40");
    }

    /** Three columns that depend on one number: train, evaluate and score report the same errors. */
    @Test
    void scoredRowsAreThePredictorsAndTheirErrorsTheMeasuredOnes() throws IOException {
        String job = planeJob();
        bench.run("train", job, List.of()).done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("network").asText()).isEqualTo("3-4-1-3");
        assertThat(metrics.get("validationR2").asDouble()).isGreaterThan(0.95);
        assertThat(metrics.get("trainRmse").asDouble()).isLessThan(0.25);
        assertThat(metrics.get("trainMae").asDouble()).isLessThan(0.2);
        String reported = bench.run("evaluate", job, List.of()).done().out();
        assertThat(reported).startsWith("rows  300\nRMSE  ").endsWith("(over all inputs, as scaled)\n");
        double rmse = Double.parseDouble(reported.replaceAll("(?s).*RMSE  ([0-9.e-]+).*", "$1"));

        List<String> all =
                List.of("--set", "output.columns=[error, reconstruction, code]", "--set", "output.format=json");
        bench.run("score", job, all).done();
        Predictor predictor =
                ModelFile.read(bench.path("model/model.safetensors")).predictor();
        double squares = 0;
        List<String> lines = bench.lines("scored", ".json");
        for (String line : lines) {
            JsonNode row = Workbench.json(line);
            float[] features = {
                (float) row.get("a").asDouble(),
                (float) row.get("b").asDouble(),
                (float) row.get("c").asDouble()
            };
            var expected = (Prediction.OfReconstruction) predictor.predict(features);
            assertThat(row.get("code")).hasSize(1);
            assertThat(row.get("code").get(0).floatValue()).isEqualTo(expected.code()[0]);
            assertThat(row.get("error").floatValue()).isEqualTo(expected.error());
            assertThat(row.get("reconstruction").get(2).floatValue()).isEqualTo(expected.values()[2]);
            assertThat(expected.values()[0]).isCloseTo(features[0], within(2f));
            squares += expected.error();
        }
        assertThat(rmse).isCloseTo(Math.sqrt(squares / 300), within(1e-5));
        bench.run("score", job, List.of("--set", "output.layer=1", "--set", "output.format=csv"))
                .done();
        assertThat(bench.lines("scored", ".csv").get(0)).isEqualTo("a,b,c,code,error");
        assertThat(bench.lines("scored", ".csv").get(1).split("\"")[1].split(","))
                .hasSize(4);
        bench.run("score", job, List.of("--set", "output.layer=3"))
                .failed(
                        ExitCode.USAGE,
                        "output.layer: expected a hidden layer of the model, 1 to 2, found 3 (network 3-4-1-3)");
        bench.run("score", job.replace("autoencoder", "regression"), List.of())
                .failed(
                        ExitCode.USAGE,
                        "task: expected autoencoder (what the model at " + bench.path("model")
                                + " was trained for), found regression");
    }

    @Test
    void inputsThatCrossEntropyIsNotDefinedForAreRefused() {
        String job = planeJob();
        Ran refused = bench.run("train", job, List.of("--set", "loss=crossEntropy", "--set", "data.scale=maxAbs"));
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.reported())
                .matches(
                        "b: expected numbers from 0 to 1 \\(loss crossEntropy, task autoencoder\\), found -[01]\\.[0-9]+ to"
                                + " [01]\\.[0-9]+ with scale maxAbs \\(" + bench.path("plane.csv")
                                + "\\); take data\\.scale: minMax, or another loss");
        bench.run("train", job, List.of("--set", "loss=crossEntropy", "--set", "data.scale=minMax"))
                .done();
    }

    /** Their labels are not read, and their zeros are. */
    @Test
    void rowsOfLibsvmFilesAreReadBackWithTheirZeros() throws IOException {
        bench.write("rows.svm", "1 1:1 3:2\n-1 2:1\n3 1:0.5 2:0.5\n1 3:1\n".repeat(10));
        String job =
                job("format: libsvm, path: " + bench.path("rows.svm"), "[2]").replace("relu", "tanh");
        bench.run("train", job, List.of()).done();
        assertThat(bench.metrics("model").get("network").asText()).isEqualTo("3-2-3");
        bench.run("score", job, List.of("--set", "output.format=json")).done();
        JsonNode row = Workbench.json(bench.lines("scored", ".json").get(1));
        assertThat(row.get("code")).hasSize(2);
        var expected = (Prediction.OfReconstruction) ModelFile.read(bench.path("model/model.safetensors"))
                .predictor()
                .predict(new float[] {0, 1, 0});
        assertThat(row.get("error").floatValue()).isEqualTo(expected.error());
    }

    /** Of another task, a hidden layer stands beside the prediction. */
    @Test
    void hiddenLayerOfAClassifierIsWrittenWhereItIsAskedFor() throws IOException {
        bench.write("flowers.csv", Flowers.csv(Flowers.of(60, 1)));
        String job = Flowers.csvJob(bench, "flowers.csv");
        bench.run("train", job, List.of("--set", "training.epochs=1")).done();
        bench.run("score", job, List.of("--set", "output.layer=1", "--set", "output.format=json"))
                .done();
        JsonNode row = Workbench.json(bench.lines("scored", ".json").get(0));
        assertThat(row.get("layer_1")).hasSize(8);
        assertThat(row.get("prediction").asText()).isNotEmpty();
    }

    /**
     * KMeans finds the digits better in the codes, without having seen a label, than in as many pixels, drawn at
     * random. By how much depends on the seed: 0.36 to 0.42 of the rows were of their cluster's most frequent digit,
     * and 0.31 by pixels.
     */
    @Test
    void clustersOfTheCodesAreTheDigits() {
        String job = job("format: digits, rows: 3000, scale: maxAbs", "[128, 12, 128]")
                .replace("network:", "loss: crossEntropy\nnetwork:")
                .replace("epochs: 6", "epochs: 12")
                .replace("activation: relu }", "activation: relu, initialisation: heNormal }");
        bench.run("train", job, List.of()).done();
        bench.run("score", job, List.of()).done();
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            Dataset<Row> scored =
                    spark.read().parquet(bench.path("scored").toString()).cache();
            assertThat(scored.columns()).containsExactly("row", "label", "features", "code", "error");
            assertThat(((Vector) scored.first().getAs("code")).size()).isEqualTo(12);
            double byCode = purity(scored, "code");
            double byPixels = purity(randomPixels(scored, 12), "pixels");
            assertThat(byCode)
                    .as("purity of clusters by the codes, where random pixels' have %s", byPixels)
                    .isGreaterThan(byPixels + 0.03);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The mean over a few seeds of the clusters. */
    private static double purity(Dataset<Row> rows, String column) {
        return IntStream.rangeClosed(1, 3)
                .mapToDouble(seed -> purity(rows, column, seed))
                .average()
                .orElseThrow();
    }

    private static double purity(Dataset<Row> rows, String column, int seed) {
        Dataset<Row> clustered = new KMeans()
                .setK(20)
                .setSeed(seed)
                .setFeaturesCol(column)
                .fit(rows)
                .transform(rows);
        Row most = clustered
                .groupBy("prediction", "label")
                .count()
                .groupBy("prediction")
                .agg(functions.max("count").as("most"))
                .agg(functions.sum("most"))
                .first();
        return (double) most.getLong(0) / rows.count();
    }

    private static Dataset<Row> randomPixels(Dataset<Row> rows, int count) {
        Random random = new Random(7);
        Dataset<Row> with = rows;
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = "pixel" + i;
            int pixel = 28 * (4 + random.nextInt(20)) + 4 + random.nextInt(20); // where digits are drawn
            with = with.withColumn(
                    names[i],
                    functions.expr("cast(conv(hex(substring(features, " + (pixel + 1) + ", 1)), 16, 10) as int)"));
        }
        return new VectorAssembler().setInputCols(names).setOutputCol("pixels").transform(with);
    }
}
