package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.math.Philox;

/** Rows of LIBSVM files and of sparse vectors, from the files to the scores. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SparseRowsTest {
    private static final int ROWS = 400;
    private static final int FEATURES = 2000;

    @TempDir
    Path folder;

    private Workbench bench;
    private final List<String> lines = new ArrayList<>();

    /** Twenty of 2,000 features a row; those of the first half speak for class 1. One row has none. */
    @BeforeEach
    void writeRows() {
        bench = new Workbench(folder);
        for (int row = 0; row < ROWS; row++) {
            Philox random = new Philox(6, row);
            StringBuilder line = new StringBuilder();
            int right = 0;
            for (int k = 0; k < (row == 7 ? 0 : 20); k++) {
                int index = 100 * k + 1 + random.nextInt(100);
                float value = 0.5f + random.nextFloat();
                right += index % 100 < 50 ? 1 : -1;
                line.append(String.format(Locale.ROOT, " %d:%.4f", index, value));
            }
            lines.add((right > 0 ? 1 : 0) + line.toString() + "\n");
        }
        bench.write("rows.svm", String.join("", lines));
    }

    private String job(String data, String more) {
        return "task: classification\ndata:\n  " + data.replace("\n", "\n  ")
                + "\nnetwork: {hidden: [8]}\ntraining: {epochs: 6, batchSize: 64, laneRows: 16}\noptimizer: {learningRate:"
                + " 0.01}\nmodel: {path: " + bench.path("model") + ", overwrite: true}\n" + more;
    }

    private String train(String data, String... more) {
        bench.run("train", job(data, ""), List.of(more)).done();
        return bench.metrics("model").get("weightsSha256").asText();
    }

    private String svm() {
        return "format: libsvm\nnumFeatures: " + FEATURES + "\npath: " + bench.path("rows.svm");
    }

    @Test
    void filesPartitionsAndVectorsGiveTheSameBits() throws IOException {
        for (int file = 0; file < 5; file++) {
            bench.write("many/" + file + ".svm", String.join("", lines.subList(80 * file, 80 * file + 80)));
        }
        System.setProperty("spark.master", "local[2]");
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            spark.read()
                    .format("libsvm")
                    .option("numFeatures", FEATURES)
                    .load(bench.path("rows.svm").toString())
                    .repartition(3)
                    .write()
                    .parquet(bench.path("vectors").toString());
        }
        Set<String> weights = new HashSet<>();
        for (String partitions : List.of("1", "2", "3", "7")) {
            weights.add(
                    train(svm() + "\nscale: standard\nvalidation: 0.1", "--set", "training.partitions=" + partitions));
        }
        String many = "format: libsvm\nnumFeatures: " + FEATURES + "\npath: " + bench.path("many");
        weights.add(train(many + "\nscale: standard\nvalidation: 0.1"));
        String vectors = "format: parquet\nlabel: label\npath: " + bench.path("vectors");
        weights.add(train(vectors + "\nscale: standard\nvalidation: 0.1"));
        assertThat(weights).hasSize(1);
        assertThat(bench.metrics("model").get("trainAccuracy").asDouble()).isGreaterThan(0.95);
    }

    /** A row has one key in either form, so both trainings take the same steps. */
    @Test
    void denseAndSparseFormsGiveTheSamePredictionsWithinRounding() {
        List<float[]> probabilities = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (String sparse : List.of("auto", "false")) {
            train(svm() + "\nscale: maxAbs\nsparse: " + sparse);
            losses.add(bench.metrics("model").get("trainLoss").asDouble());
            String output = "output: {path: " + bench.path("scored") + ", format: json, overwrite: true}\n";
            bench.run("score", job(svm(), output), List.of()).done();
            List<String> scored = bench.lines("scored", ".json");
            float[] ofRows = new float[scored.size()];
            for (int row = 0; row < ofRows.length; row++) {
                JsonNode cells = Workbench.json(scored.get(row));
                ofRows[row] = (float) cells.get("probability_1").asDouble();
            }
            probabilities.add(ofRows);
        }
        assertThat(probabilities.get(0)).hasSize(ROWS);
        assertThat(probabilities.get(0)).usingComparatorWithPrecision(1e-4f).containsExactly(probabilities.get(1));
        assertThat(losses.get(0)).isCloseTo(losses.get(1), within(1e-5));
    }

    @Test
    void evaluationIsThatOfTraining() {
        train(svm() + "\nscale: standard");
        double accuracy = bench.metrics("model").get("trainAccuracy").asDouble();
        String out = bench.run("evaluate", job(svm(), ""), List.of()).done().out();
        assertThat(out).contains(String.format(Locale.ROOT, "accuracy  %.4f", accuracy));
    }

    @Test
    void aScaleThatWouldShiftZerosIsRefused() {
        bench.run("train", job(svm() + "\nscale: minMax", ""), List.of())
                .failed(
                        ExitCode.USAGE,
                        bench.path("job.yaml")
                                + ", line 6: data.scale: expected standard, maxAbs or none with format libsvm, whose zeros"
                                + " must stay 0, found minMax; take maxAbs, or data.sparse: false to store the zeros too");
        assertThat(bench.files("model")).isEmpty();
        train(svm() + "\nscale: minMax\nsparse: false");
    }

    @Test
    void memoryFollowsTheNumbersThatAreNotZero() {
        train(svm());
        long sparse = bench.metrics("model").get("cachedBytes").asLong();
        train(svm() + "\nsparse: false");
        long dense = bench.metrics("model").get("cachedBytes").asLong();
        assertThat(sparse).isLessThan(dense / 20);
    }
}
