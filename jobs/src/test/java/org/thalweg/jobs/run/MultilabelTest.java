package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;

/** Messages, each of which may be about several things at once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MultilabelTest {
    private static final List<String> LABELS = List.of("sport", "money", "art");

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("rows.csv", csv(rows(400)));
    }

    /** Two numbers, then whether each label is borne: sport by x, money by y, art by both, seldom. */
    private static List<String> rows(int count) {
        Random random = new Random(8);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            rows.add(String.format(
                    Locale.ROOT, "%.3f,%.3f,%d,%b,%d", x, y, x > 0 ? 1 : 0, y > 0.2, x + y > 1.5 ? 1 : 0));
        }
        return rows;
    }

    private static String csv(List<String> rows) {
        return rows.stream().collect(Collectors.joining("\n", "x,y,sport,money,art\n", "\n"));
    }

    private String job(String data) {
        return """
                task: multilabel
                data: { %s, validation: 0.2 }
                network: { hidden: [6], activation: tanh }
                optimizer: { learningRate: 0.05 }
                training: { epochs: 12, batchSize: 32, laneRows: 4 }
                model: { path: %s }
                output: { path: %s, format: csv, overwrite: true }
                """
                .formatted(data, bench.path("model"), bench.path("scored"));
    }

    private String csvJob() {
        return job("format: csv, path: " + bench.path("rows.csv") + ", label: [sport, money, art]");
    }

    @Test
    void modelLearnsAndItsFiguresAreARecountOfTheScoredRows() throws IOException {
        bench.run("train", csvJob(), List.of()).done();
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("network").asText()).isEqualTo("2-6-3");
        assertThat(metrics.get("validationMicroF1").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.get("trainSubsetAccuracy").asDouble()).isBetween(0.85, 1.0);
        Model model = ModelFile.read(bench.path("model/model.safetensors"));
        assertThat(model.description().targetNames()).isEqualTo(LABELS);
        Prediction both = model.predictor().predict(new float[] {1.5f, 1.5f});
        assertThat(((Prediction.OfLabels) both).labels()).isEqualTo(LABELS);

        String reported = bench.run("evaluate", csvJob(), List.of()).done().out();
        bench.run("score", csvJob(), List.of()).done();
        List<String> lines = bench.lines("scored", ".csv");
        assertThat(lines.get(0))
                .isEqualTo("x,y,sport,money,art,prediction_sport,prediction_money,prediction_art,probability_sport,"
                        + "probability_money,probability_art");
        int exact = 0;
        int wrong = 0;
        int[][] counts = new int[3][3]; // hits, misses, false alarms
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            int mistakes = 0;
            for (int l = 0; l < 3; l++) {
                boolean borne = cells[2 + l].equals("1") || cells[2 + l].equals("true");
                boolean predicted = cells[5 + l].equals("1");
                assertThat(predicted).isEqualTo(Double.parseDouble(cells[8 + l]) >= 0.5);
                mistakes += borne != predicted ? 1 : 0;
                if (borne || predicted) {
                    counts[l][borne && predicted ? 0 : borne ? 1 : 2]++;
                }
            }
            wrong += mistakes;
            exact += mistakes == 0 ? 1 : 0;
        }
        assertThat(after(reported, "exact match")).isCloseTo(exact / 400.0, within(0.51e-4));
        assertThat(after(reported, "Hamming loss")).isCloseTo(wrong / 1200.0, within(1e-5));
        double macro = 0;
        for (int l = 0; l < 3; l++) {
            double hits = counts[l][0];
            double f1 = 2 * hits / (2 * hits + counts[l][1] + counts[l][2]);
            macro += f1 / 3;
            String of = LABELS.get(l) + " ";
            String[] row = reported.lines()
                    .filter(line -> line.startsWith(of))
                    .findFirst()
                    .orElseThrow()
                    .split(" +");
            double[] expected = {hits / (hits + counts[l][2]), hits / (hits + counts[l][1]), f1, hits + counts[l][1]};
            for (int i = 0; i < 4; i++) {
                assertThat(Double.parseDouble(row[i + 1])).as(of + i).isCloseTo(expected[i], within(0.51e-4));
            }
        }
        assertThat(after(reported, "macro F1")).isCloseTo(macro, within(0.51e-4));
        bench.run("evaluate", csvJob(), List.of("--set", "data.label=[money, sport, art]"))
                .failed(
                        ExitCode.DATA,
                        "data.label: expected the targets that the model is trained on, sport, money, art, found money,"
                                + " sport, art (" + bench.path("rows.csv") + "); name them in that order");
    }

    private static double after(String text, String name) {
        return Double.parseDouble(text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length())
                .trim());
    }

    /** One column of arrays gives the weights of three columns, however many tasks there are. */
    @Test
    void arrayOfLabelsAndAnyPartitionsGiveTheSameWeights() throws IOException {
        bench.run("train", csvJob(), List.of("--set", "training.partitions=1")).done();
        JsonNode expected = bench.metrics("model");
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            spark.read()
                    .option("header", true)
                    .csv(bench.path("rows.csv").toString())
                    .selectExpr(
                            "cast(x as double) x",
                            "cast(y as double) y",
                            "array(cast(sport as int), int(boolean(money)), cast(art as int)) tags")
                    .repartition(3)
                    .write()
                    .parquet(bench.path("rows.parquet").toString());
        }
        String arrays = job("format: parquet, path: " + bench.path("rows.parquet") + ", label: tags");
        for (int partitions : new int[] {2, 3, 7}) {
            bench.run("train", arrays, List.of("--overwrite", "--set", "training.partitions=" + partitions))
                    .done();
            for (String figure : List.of("weightsSha256", "trainHammingLoss", "validationMacroF1", "trainLoss")) {
                assertThat(bench.metrics("model").get(figure))
                        .as("%s, %d partitions", figure, partitions)
                        .isEqualTo(expected.get(figure));
            }
        }
        assertThat(ModelFile.read(bench.path("model/model.safetensors"))
                        .description()
                        .targetNames())
                .containsExactly("tags[0]", "tags[1]", "tags[2]");
    }

    @Test
    void labelThatIsNeitherZeroNorOneIsReportedWithFileLineAndColumn() {
        for (String wrong : List.of("3.7", "2", "yes", "-1")) {
            List<String> rows = new ArrayList<>(rows(20));
            rows.set(6, "1,2,0," + wrong + ",1");
            bench.write("bad.csv", csv(rows));
            bench.run("train", csvJob(), List.of("--set", "data.path=" + bench.path("bad.csv")))
                    .failed(
                            ExitCode.DATA,
                            "money: expected 0 or 1, or true or false (task multilabel), found \"" + wrong + "\" ("
                                    + bench.path("bad.csv") + ", line 8); correct the row or remove it");
        }
        bench.write("bad.json", "{\"x\":1,\"y\":2,\"tags\":[0,1]}\n{\"x\":1,\"y\":2,\"tags\":[0.5,1]}\n");
        String json = job("format: json, path: " + bench.path("bad.json") + ", label: tags");
        bench.run("train", json, List.of())
                .failed(
                        ExitCode.DATA,
                        "tags: expected 0 or 1, or true or false (task multilabel), found 0.5 at 0 ("
                                + bench.path("bad.json") + ", line 2); correct the row or remove it");
        bench.write("bad.json", "{\"x\":1,\"y\":2,\"tags\":[0,1]}\n{\"x\":1,\"y\":2,\"tags\":[1]}\n");
        bench.run("train", json, List.of())
                .failed(
                        ExitCode.DATA,
                        "tags: expected 2 numbers, found 1 (" + bench.path("bad.json")
                                + ", line 2); correct the row or remove it");
    }

    @Test
    void modelOfAnotherTaskAndTextLabelsOfRegressionAreRefused() {
        bench.run("train", csvJob(), List.of("--set", "training.epochs=1")).done();
        String regression = csvJob().replace("task: multilabel", "task: regression");
        for (String command : List.of("evaluate", "score")) {
            bench.run(command, regression, List.of())
                    .failed(
                            ExitCode.USAGE,
                            "task: expected multilabel (what the model at " + bench.path("model")
                                    + " was trained for), found regression");
        }
        bench.run("train", regression, List.of("--overwrite"))
                .failed(
                        ExitCode.DATA,
                        "money: expected a number (task regression), found \"true\" (" + bench.path("rows.csv")
                                + ", line 2); correct the row or remove it");
    }
}
