package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;

/**
 * Jobs whose target is around a million: they learn with the defaults, and all that they report is in its own units.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ScaleTargetTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = Workbench.ofFewRows(folder);
    }

    /** price = 10⁶ ± 3·10⁵ and count, by three numbers; a row a line: a, b, c, price, count, weight. */
    private static String rows(int seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double a = random.nextGaussian();
                    double b = random.nextGaussian();
                    double c = random.nextGaussian();
                    double bend = 0.8 * a + 0.5 * b * Math.tanh(b) - 0.4 * c + 0.1 * random.nextGaussian();
                    return String.format(
                            Locale.ROOT,
                            "%.4f,%.4f,%.4f,%.1f,%d,%.2f%n",
                            a,
                            b,
                            c,
                            1e6 + 3e5 * bend,
                            Math.round(Math.exp(0.5 * a)),
                            0.5 + i % 3);
                })
                .collect(Collectors.joining());
    }

    private String job(int rows) {
        bench.write("rows.csv", "a,b,c,price,count,w\n" + rows(1, rows));
        bench.write("test.csv", "a,b,c,price,count,w\n" + rows(2, 400));
        return """
                task: regression
                data:
                  format: csv
                  path: %s
                  label: price
                  features: [a, b, c]
                  validation: 0.1
                  test: { path: %s }
                network: { hidden: [32] }
                model: { path: %s, overwrite: true }
                output: { path: %s, format: csv, overwrite: true }
                """
                .formatted(bench.path("rows.csv"), bench.path("test.csv"), bench.path("model"), bench.path("scored"));
    }

    private static List<String> quick(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--set",
                "training.epochs=10",
                "--set",
                "training.batchSize=32",
                "--set",
                "training.laneRows=16",
                "--set",
                "optimizer.learningRate=0.005"));
        for (String set : more) {
            all.addAll(List.of("--set", set));
        }
        return all;
    }

    @Test
    void largeTargetIsLearnedWithTheDefaults() {
        String job = job(10_000).replace("[32]", "[100]");
        Ran ran = bench.run("train", job, List.of()).done();
        assertThat(ran.err())
                .contains("target: standardised by its mean 1", "losses and errors are in its own units\n");
        JsonNode scaled = bench.metrics("model");
        assertThat(scaled.get("testR2").asDouble()).isGreaterThan(0.9);
        assertThat(scaled.get("validationR2").asDouble()).isGreaterThan(0.9);
        assertThat(scaled.get("testRmse").asDouble()).isBetween(2e4, 1e5);

        bench.run("train", job, List.of("--set", "data.scaleTarget=none")).done();
        assertThat(bench.metrics("model").get("testR2").asDouble()).isLessThan(0.2);
    }

    /** Friedman's first function (1991, "Multivariate adaptive regression splines", eq. 61) at 10⁶ ± 3·10⁵. */
    private static String friedman(int seed, int count) {
        Random random = new Random(seed);
        String head = IntStream.range(0, 10).mapToObj(i -> "x" + i + ",").collect(Collectors.joining()) + "y\n";
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    double[] x = random.doubles(10).toArray();
                    double y = 10 * Math.sin(Math.PI * x[0] * x[1])
                            + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                            + 10 * x[3]
                            + 5 * x[4]
                            + random.nextGaussian();
                    return IntStream.range(0, 10)
                                    .mapToObj(i -> String.format(Locale.ROOT, "%.5f,", x[i]))
                                    .collect(Collectors.joining())
                            + String.format(Locale.ROOT, "%.1f%n", 1e6 + 6e4 * (y - 14.4));
                })
                .collect(Collectors.joining("", head, ""));
    }

    /** Of what noise leaves, R² 0.96, an implementation with 200 epochs of 5 steps learns 0.92. */
    @Test
    void defaultsLearnALargeTargetFromAThousandRowsAndTenEpochsDoNot() {
        bench.write("rows.csv", friedman(1, 1000));
        bench.write("test.csv", friedman(2, 2000));
        String job =
                """
                task: regression
                data: { format: csv, path: %s, label: y, scale: standard, test: { path: %s } }
                network: { hidden: [100] }
                model: { path: %s, overwrite: true }
                """
                        .formatted(bench.path("rows.csv"), bench.path("test.csv"), bench.path("model"));
        bench.run("train", job, List.of()).done();
        assertThat(bench.metrics("model").get("testR2").asDouble()).isGreaterThan(0.9);

        bench.run("train", job, List.of("--set", "training.epochs=10")).done();
        assertThat(bench.metrics("model").get("testR2").asDouble()).isLessThan(0.87);
    }

    /** Training, evaluate and score of the same rows say the same. */
    @Test
    void lossesErrorsAndPredictionsAreInOwnUnits() throws Exception {
        String job = job(1000);
        bench.run("train", job, quick("data.weight=w")).done();
        JsonNode metrics = bench.metrics("model");
        double rmse = metrics.get("testRmse").asDouble();
        assertThat(metrics.get("testR2").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.get("testLoss").asDouble()).isCloseTo(rmse * rmse / 2, Percentage.withPercentage(0.01));
        double train = metrics.get("trainRmse").asDouble();
        assertThat(metrics.get("trainLoss").asDouble()).isCloseTo(train * train / 2, Percentage.withPercentage(0.01));
        assertThat(new String(Files.readAllBytes(bench.path("model/history.jsonl")), StandardCharsets.UTF_8))
                .contains("\"validationLoss\":");
        String whole = bench.run("evaluate", job, quick("data.weight=w")).done().out();
        assertThat(Double.parseDouble(whole.replaceAll("(?s).*RMSE  ([0-9.]+).*", "$1")))
                .isCloseTo(rmse, Percentage.withPercentage(0.01));

        bench.run("score", job.replace("rows.csv", "test.csv"), quick("data.weight=w"))
                .done();
        double squares = 0;
        double weight = 0;
        for (String file : bench.files("scored")) {
            if (file.endsWith(".csv")) {
                for (String line : Files.readAllLines(bench.path("scored/" + file)).stream()
                        .skip(1)
                        .toList()) {
                    String[] cells = line.split(",");
                    double ofRow = Double.parseDouble(cells[5]);
                    squares += ofRow * Math.pow(Double.parseDouble(cells[3]) - Double.parseDouble(cells[6]), 2);
                    weight += ofRow;
                }
            }
        }
        assertThat(Math.sqrt(squares / weight)).isCloseTo(rmse, Percentage.withPercentage(0.01));
    }

    @Test
    void otherLossesAndLbfgsLearnItToo() {
        String job = job(1000);
        for (List<String> sets : List.of(
                List.of("loss=absoluteError"),
                List.of("loss={ type: huber, delta: 1 }"),
                List.of("loss={ type: quantile, quantile: 0.5 }"),
                List.of(
                        "optimizer={ type: lbfgs }",
                        "training={ batchSize: full, epochs: 60, lossChange: { tolerance: 1e-4, patience: 3 } }"))) {
            List<String> more = new ArrayList<>();
            sets.forEach(set -> more.addAll(List.of("--set", set)));
            if (sets.size() == 1) {
                more.addAll(quick());
            }
            bench.run("train", job, more).done();
            JsonNode metrics = bench.metrics("model");
            assertThat(metrics.get("testR2").asDouble()).as(sets.toString()).isGreaterThan(0.9);
            assertThat(metrics.get("testLoss").asDouble()).as(sets.toString()).isGreaterThan(1e3);
        }
    }

    @Test
    void targetsOfOtherScalesAreLearnedBesideEachOther() {
        String job = job(1000).replace("label: price", "label: [price, count]");
        Ran ran = bench.run("train", job, quick()).done();
        assertThat(ran.err()).contains("targets: each of 2 standardised");
        String whole = bench.run("evaluate", job, quick()).done().out();
        for (String target : List.of("price", "count")) {
            String line = whole.lines()
                    .filter(each -> each.startsWith(target))
                    .findFirst()
                    .orElseThrow();
            assertThat(Double.parseDouble(line.replaceAll(".* ", ""))).as(line).isGreaterThan(0.75);
        }
    }

    @Test
    void countsStayAsTheyAre() throws Exception {
        String job = job(500).replace("label: price", "label: count");
        Ran ran = bench.run("train", job, quick("loss=poisson")).done();
        assertThat(ran.err()).doesNotContain("standardised");
        Model model = ModelFile.read(bench.path("model/model.safetensors"));
        assertThat(model.targetScaling().isNone()).isTrue();
        assertThat(model.formatVersion()).isEqualTo(1);
        assertThat(bench.run("check", job, quick("loss=poisson")).done().out())
                .contains("target      none\n", "  scaleTarget: none\n");
        assertThat(bench.run("check", job, quick()).done().out())
                .contains("target      standard, reported in its own units\n", "  scaleTarget: standard\n");
    }

    /** A warm start takes the serving model's scaling over; the gate compares in own units. */
    @Test
    void retrainingKeepsTheServingModelsScaling() throws Exception {
        String job =
                """
                task: regression
                seed: 3
                data: { format: csv, path: %s, label: price, features: [a, b, c] }
                network: { hidden: [8] }
                optimizer: { type: adam, learningRate: 0.01 }
                training: { epochs: 8, batchSize: 32, laneRows: 16 }
                retrain:
                  store: %s
                  holdOut: 0.2
                  rehearsal: { rows: 50 }
                  gate: { margin: 0.5, sliceDrop: 1 }
                """
                        .formatted(bench.path("in"), bench.path("store"));
        bench.write("in/1.csv", "a,b,c,price,count,w\n" + rows(1, 600));
        bench.run("retrain", job, List.of()).done();
        bench.write("in/2.csv", "a,b,c,price,count,w\n" + rows(2, 300));
        Ran second = bench.run("retrain", job, List.of()).done();
        assertThat(second.err()).doesNotContain("has no effect");
        Model first = ModelFile.read(bench.path("store/versions/1/model.safetensors"));
        Model next = ModelFile.read(bench.path("store/versions/2/model.safetensors"));
        assertThat(first.targetScaling().mean()[0]).isCloseTo(1.1e6f, within(1e5f));
        assertThat(next.targetScaling()).isEqualTo(first.targetScaling());
        JsonNode metrics = bench.metrics("store/versions/2");
        assertThat(metrics.get("championMetric").asDouble()).isBetween(2e4, 3e5);
        assertThat(metrics.get("challengerMetric").asDouble()).isBetween(2e4, 2e5);

        bench.write("in/3.csv", "a,b,c,price,count,w\n" + rows(3, 300));
        Ran plain = bench.run("retrain", job, List.of("--set", "data.scaleTarget=none"));
        assertThat(plain.err())
                .contains(
                        "warning: the serving model was trained on targets that are standardised, and training starts"
                                + " from its weights, so that data.scaleTarget: none has no effect; it has with retrain.start: cold");
        bench.write("in/4.csv", "a,b,c,price,count,w\n" + rows(4, 300));
        bench.run("retrain", job, List.of("--set", "retrain.start=cold"));
        List<String> versions = bench.files("store/versions").stream()
                .filter(name -> name.endsWith("model.safetensors"))
                .toList();
        Model cold = ModelFile.read(bench.path("store/versions/" + versions.get(versions.size() - 1)));
        assertThat(cold.targetScaling()).isNotEqualTo(first.targetScaling());
    }

    @Test
    void runOverAnUnscaledTargetIsAdvisedToScaleIt() {
        Ran ran = bench.run(
                "train", job(500), quick("data.scaleTarget=none", "optimizer={ type: sgd, learningRate: 0.5 }"));
        assertThat(ran.code()).isEqualTo(ExitCode.TRAINING);
        assertThat(ran.reported())
                .matches(
                        "training diverged: .*; try data\\.scaleTarget standard \\(the target has mean 1\\.[0-9]+e\\+06 and"
                                + " standard deviation [0-9.]+e\\+05\\), and where that is not enough optimizer\\.learningRate 0\\.05");
    }

    @Test
    void targetThatNeverChangesIsWarnedOf() {
        String job = job(200);
        bench.write("rows.csv", "a,b,c,price\n" + "1,2,3,5\n2,3,4,5\n3,4,5,5\n".repeat(20));
        assertThat(bench.run("train", job, quick()).done().err())
                .contains("warning: price is 5.00000 in every training row: nothing can be learned from it");
    }
}
