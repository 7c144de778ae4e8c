package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobClassWeightsTest {
    private static final String EPOCHS = "training.epochs=3";

    @TempDir
    Path folder;

    private Workbench bench;
    private List<Flower> flowers;

    /** Few flowers of the last kind. */
    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        List<Flower> all = Flowers.of(260, 3);
        flowers = all.stream()
                .filter(flower -> flower.number() < 2 || all.indexOf(flower) % 4 == 0)
                .toList();
        bench.write("flowers.csv", Flowers.csv(flowers));
    }

    private static double after(String text, String name) {
        return Double.parseDouble(text.replaceAll("(?s).*\n" + name + "  ([0-9.]+).*", "$1"));
    }

    /** Class weights give the same metrics as equal row weights, in training and in evaluate. */
    @Test
    void aClassesWeightCountsAsItsRowsOwn() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        List<String> weighted = List.of("--set", EPOCHS, "--set", "data.classWeights={virginica: 3, setosa: 0.5}");
        Ran ran = bench.run("train", job, weighted).done();
        assertThat(ran.err()).contains("class weights: setosa 0.5000, versicolor 1.000, virginica 3.000\n");
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("classWeights").asText()).isEqualTo("setosa 0.5000, versicolor 1.000, virginica 3.000");
        String byClass = bench.run("evaluate", job, weighted).done().out();
        bench.write(
                "rows.csv",
                "petal,sepal,kind,w\n"
                        + Flowers.lines(
                                flowers,
                                f -> f.joined(",") + ","
                                        + List.of(0.5, 1.0, 3.0).get(f.number())));
        String byRow = bench.run("evaluate", Flowers.csvJob(bench, "rows.csv"), List.of("--set", "data.weight=w"))
                .done()
                .out();
        assertThat(byClass).isEqualTo(byRow);
        assertThat(metrics.get("trainLoss").asDouble()).isCloseTo(after(byRow, "log loss"), within(1e-5));
        assertThat(metrics.get("trainAccuracy").asDouble()).isCloseTo(after(byRow, "accuracy"), within(1e-4));
        String plain = bench.run("evaluate", job, List.of()).done().out();
        assertThat(after(plain, "log loss")).isNotEqualTo(after(byRow, "log loss"));
    }

    @Test
    void balancedClassesHaveOneWeightInAllAndTheSameBitsOverPartitions() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        List<String> balanced = List.of("--set", EPOCHS, "--set", "data.classWeights=balanced");
        bench.run("train", job, balanced).done();
        JsonNode once = bench.metrics("model");
        double[] expected = new double[3];
        flowers.forEach(flower -> expected[flower.number()]++);
        String[] reported = once.get("classWeights").asText().split("[ ,]+");
        for (int c = 0; c < 3; c++) {
            double weight = flowers.size() / (3 * expected[c]);
            assertThat(Double.parseDouble(reported[2 * c + 1])).isCloseTo(weight, within(1e-3 * weight));
        }
        bench.run(
                        "train",
                        job,
                        List.of(
                                "--overwrite",
                                "--set",
                                EPOCHS,
                                "--set",
                                "data.classWeights=balanced",
                                "--set",
                                "training.partitions=3"))
                .done();
        assertThat(bench.metrics("model").get("weightsSha256")).isEqualTo(once.get("weightsSha256"));
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        bench.run("train", job, List.of("--set", "data.classWeights={virginca: 3}"))
                .failed(
                        ExitCode.USAGE,
                        "data.classWeights: expected one of the classes setosa, versicolor, virginica, found virginca; did"
                                + " you mean virginica?");
        bench.run("train", job, List.of("--set", EPOCHS)).done();
        bench.run("evaluate", job, List.of("--set", "data.classWeights=balanced"))
                .failed(
                        ExitCode.USAGE,
                        "data.classWeights: expected a model trained by weighted classes, found one without at "
                                + bench.path("model") + "; remove data.classWeights, or train the model with it");
    }
}
