package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.train.LayerSummary;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TrainTest {
    private static final List<Flower> FLOWERS = Flowers.of(200, 1);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(FLOWERS));
    }

    private Model model() throws IOException {
        return ModelFile.read(bench.path("model/model.safetensors"));
    }

    @Test
    void labelsAreSortedAndKeptAndNumbersByTheirValue() throws IOException {
        bench.run("train", Flowers.csvJob(bench, "flowers.csv"), List.of()).done();
        assertThat(model().description().classLabels()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(model().description().featureNames()).containsExactly("petal", "sepal");
        assertThat(model().description().targetColumn()).contains("kind");
        String numbers = Flowers.csv(FLOWERS)
                .replace("setosa", "10")
                .replace("versicolor", "9")
                .replace("virginica", "-1");
        bench.write("numbers.csv", numbers);
        bench.run("train", Flowers.csvJob(bench, "numbers.csv"), List.of("--overwrite"))
                .done();
        assertThat(model().description().classLabels()).containsExactly("-1", "9", "10");
        String reported = "data.classes=[\"10\", \"9\", \"-1\"]";
        bench.run("train", Flowers.csvJob(bench, "numbers.csv"), List.of("--overwrite", "--set", reported))
                .done();
        assertThat(model().description().classLabels()).containsExactly("10", "9", "-1");
    }

    @Test
    void localStepsAreReportedAndMoreThanAnEpochHasWarnedOf() {
        String job = Flowers.csvJob(bench, "flowers.csv"); // 200 rows by 32
        String nesterov = "training.outerStep={type: nesterov, momentum: 0.5}";
        assertThat(bench.run("train", job, List.of("--set", "training.localSteps=7", "--set", nesterov))
                        .done()
                        .err())
                .contains("\nlocal steps: 7 a round; outer step nesterov(momentum=0.5)\n")
                .doesNotContain("warning: training.localSteps");
        List<String> eight =
                List.of("--overwrite", "--set", "training.localSteps=8", "--set", "training.localStepsWarmUpEpochs=2");
        assertThat(bench.run("train", job, eight).done().err())
                .contains(
                        """

                        local steps: 8 a round, growing from 1 over 2 epochs; outer step plain
                        warning: training.localSteps: expected at most the steps of an epoch, 7, found 8: rounds are shorter, as \
                        each ends with its epoch; take fewer, or a smaller training.batchSize
                        """);
        assertThat(bench.run("train", job, List.of("--overwrite")).done().err()).doesNotContain("local steps");
    }

    @Test
    void resultIsReportedAndFlatMetricsAndHistoryAndJobAreWritten() {
        bench.write("test.csv", Flowers.csv(Flowers.of(50, 2)));
        bench.write("validation.csv", Flowers.csv(Flowers.of(40, 3)));
        String job = Flowers.job(
                bench,
                """
                format: csv
                path: %s
                label: kind
                validation: { path: %s }
                test: { path: %s }
                """
                        .formatted(bench.path("flowers.csv"), bench.path("validation.csv"), bench.path("test.csv")));
        Ran ran = bench.run("train", job, List.of()).done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics).allMatch(JsonNode::isValueNode);
        assertThat(metrics.get("epochs").asInt()).isEqualTo(8);
        assertThat(metrics.get("steps").asInt()).isEqualTo(8 * 7);
        assertThat(metrics.get("rows").asInt()).isEqualTo(200);
        assertThat(metrics.get("validationRows").asInt()).isEqualTo(40);
        assertThat(metrics.get("testRows").asInt()).isEqualTo(50);
        assertThat(metrics.get("testAccuracy").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.get("validationAccuracy").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.get("master").asText()).isEqualTo("local[2]");
        for (String number : List.of("trainLoss", "validationLoss", "testLoss", "seconds", "secondsPerEpoch")) {
            assertThat(metrics.get(number).asDouble()).as(number).isPositive();
        }
        assertThat(metrics.get("blas").asText()).isNotBlank();
        assertThat(metrics.get("executors").asInt()).isEqualTo(1);
        assertThat(metrics.get("sameBlasEverywhere").asBoolean()).isTrue();
        assertThat(metrics.get("weightsSha256").asText()).matches("[0-9a-f]{64}");
        List<String> history = bench.lines("model", "history.jsonl");
        assertThat(history).hasSize(8);
        assertThat(Workbench.json(history.get(7)).get("epoch").asInt()).isEqualTo(8);
        assertThat(Workbench.json(history.get(7)).get("validationLoss").asDouble())
                .isEqualTo(metrics.get("validationLoss").asDouble());
        JsonNode layers = Workbench.json(history.get(0)).get("layers");
        assertThat(layers).hasSize(2);
        for (String figure : List.of(
                "rows", "activationMean", "activationDeviation", "saturated", "dead", "weightNorm", "gradientNorm")) {
            assertThat(layers.get(0).get(figure).isNumber()).as(figure).isTrue();
        }
        assertThat(layers.get(1).get("saturated").isNull()).as("of softmax").isTrue();
        assertThat(ran.out().lines().map(line -> line.split(" ")[0]))
                .containsExactly("train", "validation", "test", "model", "weights");
        assertThat(ran.out()).contains(metrics.get("weightsSha256").asText());
        assertThat(ran.err().lines().filter(line -> line.startsWith("epoch "))).hasSize(8);
        // The job that was written is the whole job: run again, it gives the same weights.
        bench.run("train", bench.path("model/job.yaml").toString(), "--set", "model.path=" + bench.path("again"))
                .done();
        assertThat(bench.metrics("again").get("weightsSha256")).isEqualTo(metrics.get("weightsSha256"));
    }

    @Test
    void layersWithDeadUnitsAreReportedOf() {
        List<LayerSummary> layers = List.of(metrics(0.43), metrics(0.6), metrics(Double.NaN));
        assertThat(TrainingReport.deadUnits(layers, 0.5, List.of()))
                .singleElement()
                .asString()
                .startsWith("warning: layer 2: 60 % of its units are dead");
        assertThat(TrainingReport.deadUnits(layers, 0.5, List.of()))
                .singleElement()
                .asString()
                .contains("looked at; try a smaller optimizer.learningRate,");
        assertThat(TrainingReport.deadUnits(
                        layers, 0.5, List.of("data.scaleTarget standard (why)", "data.scale standard (too)")))
                .singleElement()
                .asString()
                .endsWith("looked at; try data.scaleTarget standard (why) and data.scale standard (too)");
        assertThat(TrainingReport.deadUnits(layers, 0, List.of())).hasSize(2);
        assertThat(TrainingReport.deadUnits(List.of(metrics(0), metrics(1)), 0, List.of()))
                .as("of the output layer")
                .isEmpty();
        assertThat(TrainingReport.deadUnits(List.of(metrics(1, 99), metrics(0)), 0, List.of()))
                .as("of few rows")
                .isEmpty();
    }

    private static LayerSummary metrics(double dead) {
        return metrics(dead, 100);
    }

    private static LayerSummary metrics(double dead, long rows) {
        return new LayerSummary(rows, 0, 1, dead, dead, 1, 1);
    }

    @Test
    void oneSigmoidOutputReportsTwoClassesApart() throws IOException {
        List<Flower> two = FLOWERS.stream().filter(f -> f.number() != 1).toList();
        bench.write("two.csv", Flowers.csv(two));
        String sigmoid = "network.output=sigmoid";
        bench.run("train", Flowers.csvJob(bench, "two.csv"), List.of("--set", sigmoid))
                .done();
        assertThat(bench.metrics("model").get("network").asText()).isEqualTo("2-8-1");
        assertThat(bench.metrics("model").get("trainAccuracy").asDouble()).isGreaterThan(0.95);
        assertThat(model().description().classLabels()).containsExactly("setosa", "virginica");
        bench.run("train", Flowers.csvJob(bench, "flowers.csv"), List.of("--overwrite", "--set", sigmoid))
                .failed(
                        ExitCode.USAGE,
                        "network.output: expected softmax for 3 classes, found sigmoid, which is for two classes");
    }

    @Test
    void regressionOfSeveralTargetsLearns() throws IOException {
        Random random = new Random(4);
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> {
                    double x = random.nextGaussian();
                    double y = random.nextGaussian();
                    return x + "," + (3 * x - y) + "," + y + "," + (0.5 * y);
                })
                .collect(Collectors.joining("\n", "x,sum,y,half\n", "\n"));
        bench.write("plane.csv", rows);
        String job =
                """
                task: regression
                data: { format: csv, path: %s, label: [sum, half], validation: 0.2 }
                network: { hidden: [] }
                optimizer: { type: sgd, learningRate: 0.1 }
                training: { epochs: 20, batchSize: 16 }
                model: { path: %s }
                """
                        .formatted(bench.path("plane.csv"), bench.path("model"));
        Ran ran = bench.run("train", job, List.of()).done();
        assertThat(bench.metrics("model").get("validationR2").asDouble()).isGreaterThan(0.999);
        assertThat(bench.metrics("model").get("trainRmse").asDouble()).isLessThan(0.1);
        assertThat(model().description().targetNames()).containsExactly("sum", "half");
        assertThat(ran.out()).contains("train       RMSE ", "validation  RMSE ");
    }

    /** Twice the weight is the row written twice: the mean loss of the same parameters is the same. */
    @Test
    void rowWeightCountsAsSoManyRows() {
        String weighted = "petal,count,sepal,kind\n"
                + Flowers.lines(FLOWERS, f -> f.petal() + "," + (f.number() + 1) + "," + f.sepal() + "," + f.kind());
        bench.write("weighted.csv", weighted);
        bench.run("train", Flowers.csvJob(bench, "weighted.csv"), List.of("--set", "data.weight=count"))
                .done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("network").asText()).isEqualTo("2-8-3");
        StringBuilder repeated = new StringBuilder("petal,sepal,kind\n");
        FLOWERS.forEach(f -> repeated.append((f.joined(",") + "\n").repeat(f.number() + 1)));
        bench.write("repeated.csv", repeated.toString());
        String out = bench.run("evaluate", Flowers.csvJob(bench, "repeated.csv"), List.of())
                .done()
                .out();
        double loss = Double.parseDouble(out.replaceAll("(?s).*log loss  ([0-9.]+).*", "$1"));
        double accuracy = Double.parseDouble(out.replaceAll("(?s).*\naccuracy  ([0-9.]+).*", "$1"));
        assertThat(metrics.get("trainLoss").asDouble()).isCloseTo(loss, within(1e-5));
        assertThat(metrics.get("trainAccuracy").asDouble()).isCloseTo(accuracy, within(1e-4));
    }

    @Test
    void earlyStoppingKeepsTheBestEpoch() {
        List<String> more = List.of(
                "--set",
                "data.validation=0.3",
                "--set",
                "training={ epochs: 200, batchSize: 16, earlyStopping: { patience: 2, minDelta: 0.01 } }");
        bench.run("train", Flowers.csvJob(bench, "flowers.csv"), more).done();
        JsonNode metrics = bench.metrics("model");
        int epochs = metrics.get("epochs").asInt();
        assertThat(metrics.get("stoppedEarly").asBoolean()).isTrue();
        assertThat(metrics.get("stoppedBy").asText()).isEqualTo("earlyStopping");
        assertThat(metrics.get("bestEpoch").asInt()).isEqualTo(epochs - 2);
        assertThat(metrics.get("rows").asInt() + metrics.get("validationRows").asInt())
                .isEqualTo(200);
        JsonNode best = Workbench.json(bench.lines("model", "history.jsonl").get(epochs - 3));
        assertThat(metrics.get("validationLoss")).isEqualTo(best.get("validationLoss"));
    }

    @Test
    void metricsThatTrainingMayEndByStandInEveryEpochsLineAndInTheLastLines() throws IOException {
        List<String> more = List.of(
                "--set",
                "data.validation=0.3",
                "--set",
                "training={ epochs: 3, batchSize: 16, earlyStopping: { metric: prAuc },"
                        + " target: { metric: validationBalancedAccuracy, value: 1 } }");
        Ran ran = bench.run("train", Flowers.csvJob(bench, "flowers.csv"), more).done();
        assertThat(ran.err())
                .containsPattern("epoch 1 of 3: loss [0-9.]+, validation loss [0-9.]+, accuracy [0-9.]+ %, PR AUC"
                        + " [01]\\.[0-9]{4}, balanced accuracy [0-9.]+ % \\(");
        JsonNode metrics = bench.metrics("model");
        String watched = String.format(
                Locale.ROOT,
                ", PR AUC %.4f, balanced accuracy %.2f %%, loss ",
                metrics.get("validationPrAuc").asDouble(),
                100 * metrics.get("validationBalancedAccuracy").asDouble());
        assertThat(ran.out()).containsPattern("validation  accuracy .*" + watched);
        assertThat(Files.readString(bench.path("model/report.html"))).contains(watched);

        Ran byLoss = bench.run(
                        "train",
                        Flowers.csvJob(bench, "flowers.csv"),
                        List.of(
                                "--overwrite",
                                "--set",
                                "data.validation=0.3",
                                "--set",
                                "training={ epochs: 2, earlyStopping: {} }"))
                .done();
        assertThat(byLoss.err())
                .containsPattern("epoch 1 of 2: loss [0-9.]+, validation loss [0-9.]+, accuracy [0-9.]+ % \\(");
    }

    @Test
    void aModelNoBetterThanTheMajorityOrTheMeanIsWarnedOfAtTheEnd() throws IOException {
        List<String> kinds = new ArrayList<>(FLOWERS.stream().map(Flower::kind).toList());
        Collections.shuffle(kinds, new Random(1));
        List<Flower> wrong = IntStream.range(0, kinds.size())
                .mapToObj(i -> new Flower(FLOWERS.get(i).petal(), FLOWERS.get(i).sepal(), kinds.get(i)))
                .toList();
        bench.write("wrong.csv", Flowers.csv(wrong));
        List<String> more = List.of(
                "--set", "data.validation=0.4", "--set", "training={ epochs: 60, batchSize: 16 }", "--overwrite");
        Ran worse = bench.run("train", Flowers.csvJob(bench, "wrong.csv"), more).done();
        assertThat(worse.err().strip().lines().reduce((first, last) -> last).orElseThrow())
                .matches(
                        "warning: expected a model that does better than the majority class \\(accuracy [0-9.]+ %, log loss"
                                + " 1\\.[0-9]+\\), found accuracy [0-9.]+ %, log loss [1-9]\\.[0-9]+ on [0-9]+ validation rows; check"
                                + " the features and the training settings, or use more rows");
        assertThat(Files.readString(bench.path("model/report.html")))
                .contains("expected a model that does better than the majority class");
        Ran better =
                bench.run("train", Flowers.csvJob(bench, "flowers.csv"), more).done();
        assertThat(better.err()).doesNotContain("expected a model that does better");

        bench.write(
                "noise.csv",
                "a,b,y\n"
                        + new Random(2)
                                .doubles(600)
                                .mapToObj(Double::toString)
                                .collect(
                                        Collectors.collectingAndThen(Collectors.toList(), all -> IntStream.range(0, 200)
                                                .mapToObj(i -> String.join(",", all.subList(3 * i, 3 * i + 3)))
                                                .collect(Collectors.joining("\n", "", "\n")))));
        String regression = "{ task: regression, data: { format: csv, path: " + bench.path("noise.csv")
                + ", label: y, validation: 0.4 }, network: { hidden: [32] }, optimizer: { type: adam, learningRate: 0.05 },"
                + " training: { epochs: 60, batchSize: 16 }, model: { path: " + bench.path("model")
                + ", overwrite: true } }";
        String warning = "warning: expected a model that does better than the mean of the target (RMSE 0.";
        assertThat(bench.run("train", regression, List.of()).done().err()).contains(warning);
        assertThat(bench.run("train", regression, List.of("--set", "loss={ type: quantile, quantile: 0.95 }"))
                        .done()
                        .err())
                .as("a quantile is no mean")
                .doesNotContain(warning);
    }

    /** 1,200 rows are 120 steps of 10 an epoch, so that 42 epochs make 5,040. */
    @Test
    void epochsFollowFromTheRowsAndTheScheduleEndsWithTheLastOfThem() {
        bench.write("flowers.csv", Flowers.csv(Flowers.of(1200, 1)));
        String job = Flowers.csvJob(bench, "flowers.csv").replace("epochs: 8, batchSize: 32", "batchSize: 10");
        List<String> cosine = List.of("--set", "optimizer.schedule={ type: cosine }");
        Ran ran = bench.run("train", job, cosine).done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("stepsPerEpoch").asInt()).isEqualTo(120);
        assertThat(metrics.get("epochs").asInt()).isEqualTo(42);
        assertThat(metrics.get("plannedEpochs").asInt()).isEqualTo(42);
        assertThat(ran.err()).contains("epochs: 42 (training.epochs: auto)\n", "epoch 42 of 42: loss ");
        List<String> history = bench.lines("model", "history.jsonl");
        assertThat(rate(history.get(20))).as("about half way").isBetween(0.024, 0.026);
        assertThat(rate(history.get(41))).as("at the last step").isPositive().isLessThan(1e-6);
    }

    private static double rate(String epoch) {
        return Workbench.json(epoch).get("learningRate").asDouble();
    }

    @Test
    void batchSizeFarAboveTheRowsIsReported() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        String line =
                "warning: training.batchSize is 100,000, and there are 200 rows to train on: every step takes them"
                        + " all, as training.batchSize: full does\n";
        Ran far = bench.run("train", job, List.of("--set", "training={ epochs: 1, batchSize: 100000 }"))
                .done();
        assertThat(far.err()).contains(line);
        Ran above = bench.run("train", job, List.of("--overwrite", "--set", "training={ epochs: 1, batchSize: 1024 }"))
                .done();
        assertThat(above.err()).doesNotContain("warning: ");
    }

    @Test
    void lbfgsConvergesAndSaysSo() {
        List<String> more = List.of(
                "--set",
                "optimizer={ type: lbfgs, l2: 0.01 }",
                "--set",
                "network.activation=tanh",
                "--set",
                "training={ epochs: 300, batchSize: full }");
        Ran ran = bench.run("train", Flowers.csvJob(bench, "flowers.csv"), more).done();
        JsonNode metrics = bench.metrics("model");
        int epochs = metrics.get("epochs").asInt();
        assertThat(metrics.get("stoppedBy").asText()).isEqualTo("converged");
        assertThat(ran.err()).contains("stopped after epoch " + epochs + " of 300: L-BFGS has reached a minimum\n");
        assertThat(metrics.get("trainAccuracy").asDouble()).isGreaterThan(0.9);
        int steps = metrics.get("steps").asInt();
        assertThat(steps).isGreaterThan(epochs);
        int rows = 0;
        for (String line : bench.lines("model", "history.jsonl")) {
            rows += Workbench.json(line).get("rows").asInt();
        }
        assertThat(rows).as("each gradient takes every row once").isEqualTo(200 * steps);
    }

    @Test
    void targetLossChangeAndTimeEndARunAndAreReported() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        String target = "training={ epochs: 200, target: { metric: validationAccuracy, value: 0.9 } }";
        Ran ran = bench.run("train", job, List.of("--set", target, "--set", "data.validation=0.3"))
                .done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("stoppedBy").asText()).isEqualTo("target");
        assertThat(metrics.get("validationAccuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
        assertThat(metrics.get("epochs").asInt()).isLessThan(200);
        assertThat(ran.err()).contains(" of 200: the target is reached\n");
        String change = "training={ epochs: 200, lossChange: { tolerance: 0.1, patience: 2 } }";
        bench.run("train", job, List.of("--overwrite", "--set", change)).done();
        assertThat(bench.metrics("model").get("stoppedBy").asText()).isEqualTo("lossChange");
        String time = "training={ epochs: 200, maxSeconds: 1e-9 }";
        bench.run("train", job, List.of("--overwrite", "--set", time)).done();
        metrics = bench.metrics("model");
        assertThat(metrics.get("stoppedBy").asText()).isEqualTo("time");
        assertThat(metrics.get("stoppedEarly").asBoolean()).isTrue();
        assertThat(metrics.get("epochs").asInt()).isEqualTo(1);
        bench.run("train", job, List.of("--overwrite", "--set", "training.epochs=1"))
                .done();
        assertThat(bench.metrics("model").get("stoppedBy").asText()).isEqualTo("epochs");
    }

    @Test
    void fullBatchTakesOneStepAnEpoch() {
        List<String> more = List.of("--set", "training={ epochs: 30, batchSize: full }");
        bench.run("train", Flowers.csvJob(bench, "flowers.csv"), more).done();
        assertThat(bench.metrics("model").get("steps").asInt()).isEqualTo(30);
        assertThat(bench.metrics("model").get("trainAccuracy").asDouble()).isGreaterThan(0.9);
    }
}
