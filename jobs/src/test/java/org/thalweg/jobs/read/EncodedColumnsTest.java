package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;

/** Columns of categories and columns that lack values, from the files to the weights and the scores. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EncodedColumnsTest {
    private static final Map<String, Integer> EFFECTS = Map.of("red", 5, "blue", -3, "green", 1);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    /** Rows whose price depends on color and size; every ninth weight is missing. */
    private static List<String> rows(int count) {
        Random random = new Random(3);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String color = List.of("red", "blue", "green").get(random.nextInt(3));
            int size = List.of(7, 9, 10).get(random.nextInt(3));
            double weight = random.nextDouble();
            rows.add(String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%.3f",
                    color,
                    size,
                    i % 9 == 0 ? "" : String.format(Locale.ROOT, "%.3f", weight),
                    EFFECTS.get(color) + size / 2.0 + (i % 9 == 0 ? 2 : weight)));
        }
        return rows;
    }

    private static String csv(List<String> rows) {
        return "color,size,weight,price\n" + String.join("\n", rows) + "\n";
    }

    private String job(String data) {
        return """
                task: regression
                seed: 7
                data:
                  format: csv
                  path: %s
                  label: price
                %snetwork: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.02 }
                training: { epochs: 60, batchSize: 32, laneRows: 8 }
                model: { path: %s, overwrite: true }
                output: { path: %s, format: csv, overwrite: true }
                """
                .formatted(bench.path("rows.csv"), data.indent(2), bench.path("model"), bench.path("scored"));
    }

    private Model model() {
        try {
            return ModelFile.read(bench.path("model/model.safetensors"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Only the category is informative here, and no number. */
    @Test
    void categoryAloneExplainsTheTarget() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            String color = List.of("red", "blue", "green").get(i % 3);
            rows.add(color + "," + EFFECTS.get(color));
        }
        bench.write("rows.csv", "color,price\n" + String.join("\n", rows) + "\n");
        for (String categorical : List.of("[color]", "{ color: { type: hashing, buckets: 64 } }")) {
            bench.run("train", job("categorical: " + categorical), List.of()).done();
            assertThat(bench.metrics("model").get("trainR2").asDouble())
                    .as(categorical)
                    .isGreaterThan(0.99);
        }
    }

    @Test
    void modelBearsTheEncodingAndScoringRedoesIt() {
        bench.write("rows.csv", csv(rows(300)));
        String job = job("categorical: { color: oneHot, size: { type: hashing, buckets: 13 } }\n"
                + "missing: mean\nscale: standard");
        Ran trained = bench.run("train", job, List.of()).done();
        assertThat(trained.err()).doesNotContain("warning");
        assertThat(bench.metrics("model").get("trainR2").asDouble()).isGreaterThan(0.98);
        Model model = model();
        assertThat(model.description().featureNames())
                .hasSize(18)
                .startsWith("color=blue", "color=green", "color=red", "size#0")
                .endsWith("size#12", "weight", "weight is missing");
        float[] shift = model.scaling().shift();
        for (int i = 0; i < 18; i++) {
            boolean number = i == 16;
            assertThat(shift[i] != 0).as("shift of input %d", i).isEqualTo(number);
            assertThat(model.scaling().fill()[i]).isEqualTo(shift[i]);
        }
        assertThat(model.goldenRows().rows()).isEqualTo(8);

        bench.write("new.csv", "weight,note,size,color\n0.5,a,7,red\n,b,7,red\n0.5,c,8,pink\n0.5,d,7.0,\nNaN,e,,red\n");
        Ran scored = bench.run("score", job, List.of("--set", "data.path=" + bench.path("new.csv")))
                .done();
        assertThat(scored.err().lines())
                .containsExactly("warning: data: 2 rows of a category of color that the model was not trained on:"
                        + " its inputs are all 0 there");
        List<String> lines = bench.lines("scored", ".csv");
        assertThat(lines.get(0)).isEqualTo("weight,note,size,color,prediction");
        Object[][] cells = {
            {"red", 7, 0.5}, {"red", "7", null}, {"pink", 8.0, "0.5"}, {null, "7.0", 0.5f}, {"red", "", Double.NaN}
        };
        for (int i = 0; i < cells.length; i++) {
            float[] inputs =
                    model.description().encoding().orElseThrow().encoder().inputs(cells[i]);
            Prediction.OfValues expected =
                    (Prediction.OfValues) model.predictor().predict(inputs);
            String[] line = lines.get(i + 1).split(",", -1);
            assertThat(Float.parseFloat(line[4])).as(lines.get(i + 1)).isEqualTo(expected.values()[0]);
        }
        assertThat(Double.parseDouble(lines.get(1).split(",")[4])).isCloseTo(5 + 3.5 + 0.5, within(0.4));
        assertThat(Double.parseDouble(lines.get(2).split(",")[4])).isCloseTo(5 + 3.5 + 2, within(0.4));
    }

    @Test
    void evaluationValidationAndTestUseTheTrainingRowsEncoding() {
        List<String> rows = rows(300);
        bench.write("rows.csv", csv(rows.subList(0, 200)));
        List<String> red = rows.stream().filter(row -> row.startsWith("red")).toList();
        bench.write("test.csv", csv(red) + "pink,7,1.0,9\n");
        String job = job("categorical: [color, size]\nmissing: mean\nvalidation: { path: " + bench.path("test.csv")
                + " }\ntest: { path: " + bench.path("test.csv") + " }");
        Ran trained = bench.run("train", job, List.of()).done();
        String reported = " 1 row of a category of color that the model was not trained on: its inputs are all 0 there";
        assertThat(trained.err().lines().filter(line -> line.startsWith("warning")))
                .containsExactly("warning: data.validation:" + reported, "warning: data.test:" + reported);
        Ran evaluated = bench.run("evaluate", job, List.of()).done();
        assertThat(evaluated.err()).contains("warning: data.test:" + reported);
        assertThat(evaluated.out()).contains("rows  " + (red.size() + 1));
        String rmse = bench.metrics("model").get("testRmse").asText();
        assertThat(evaluated.out()).contains("RMSE  " + rmse.substring(0, 6));
    }

    /** The same bits for encodings that need a pass over the rows, and for values filled from statistics. */
    @Test
    void filesPartitionsAndFormatsLeaveNoTrace() throws IOException {
        List<String> rows = rows(331);
        bench.write("rows.csv", csv(rows));
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(6));
        for (int file = 0; file < 7; file++) {
            bench.write("many/" + file + ".csv", csv(shuffled.subList(file * 331 / 7, (file + 1) * 331 / 7)));
        }
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.read()
                    .option("header", true)
                    .schema("color string, size int, weight double, price double")
                    .csv(bench.path("many").toString())
                    .repartition(3)
                    .write()
                    .parquet(bench.path("parquet").toString());
        }
        String job = job("categorical: { color: oneHot, size: { type: hashing, buckets: 16 } }\nmissing: mean\n"
                + "scale: standard\nvalidation: 0.2");
        Map<String, String> weights = new LinkedHashMap<>();
        for (String source : List.of("csv rows.csv", "csv many", "parquet parquet")) {
            for (int partitions : new int[] {1, 2, 3, 7}) {
                if (partitions > 3 && source.equals("csv rows.csv")) {
                    continue;
                }
                String[] formatAndPath = source.split(" ");
                String of = job.replace("format: csv", "format: " + formatAndPath[0]);
                bench.runOn(
                                partitions == 2 ? "local[1]" : "local[2]",
                                "train",
                                of,
                                List.of(
                                        "--set",
                                        "data.path=" + bench.path(formatAndPath[1]),
                                        "--set",
                                        "training={ epochs: 2, batchSize: 64, laneRows: 8, partitions: " + partitions
                                                + " }"))
                        .done();
                weights.put(
                        source + " over " + partitions,
                        bench.metrics("model").get("weightsSha256").asText()
                                + model().scaling().hashCode()
                                + model().description().encoding());
            }
        }
        assertThat(weights).hasSize(11);
        assertThat(weights.values().stream().distinct()).as(weights.toString()).hasSize(1);
    }

    /** Of thousands of buckets a row fills one: it is held without its zeros. */
    @Test
    void widelyHashedRowsAreSparse() {
        bench.write("rows.csv", csv(rows(100)).replace(",,", ",0.5,"));
        String job = job("categorical: { color: oneHot, size: { type: hashing, buckets: 5000 } }\nscale: standard");
        bench.run("train", job, List.of()).done();
        Model model = model();
        assertThat(model.network().sparse()).isTrue();
        assertThat(Arrays.copyOf(model.scaling().shift(), 5003)).containsOnly(0);
        assertThat(model.scaling().shift()[5003]).as("the weight's").isGreaterThan(0.1f);
        assertThat(model.scaling().factor()[0]).isEqualTo(1);
        assertThat(model.scaling().factor()[5003]).as("the weight's").isGreaterThan(2);
        assertThat(bench.metrics("model").get("trainR2").asDouble()).isGreaterThan(0.9);

        bench.write("new.csv", "size,color,weight\n9,red,0.25\n8,pink,0\n");
        Ran scored = bench.run("score", job, List.of("--set", "data.path=" + bench.path("new.csv")))
                .done();
        assertThat(scored.err().lines()).hasSize(1).allMatch(line -> line.startsWith("warning: data: 1 row of"));
        List<String> lines = bench.lines("scored", ".csv");
        Object[][] cells = {{"red", 9, 0.25}, {"pink", "8", 0}};
        for (int i = 0; i < cells.length; i++) {
            float[] inputs =
                    model.description().encoding().orElseThrow().encoder().inputs(cells[i]);
            Prediction.OfValues expected =
                    (Prediction.OfValues) model.predictor().predict(inputs);
            assertThat(Float.parseFloat(lines.get(i + 1).split(",")[3])).isEqualTo(expected.values()[0]);
        }
        bench.run("train", job, List.of("--set", "data.missing=mean", "--set", "model.overwrite=true"))
                .done();
        assertThat(model().network().sparse()).isTrue();
        assertThat(bench.metrics("model").get("trainR2").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void wideColumnsAreFilledPlaceByPlace() throws IOException {
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.sql("select * from values"
                            + " (cast(null as array<double>), 1, 1.0D), (array(2D, double('NaN'), 3D), 2, 2.0D),"
                            + " (array(4D, 5D, 5D), 1, 3.0D) as t(v, kind, price)")
                    .coalesce(1)
                    .write()
                    .parquet(bench.path("rows.csv").toString());
        }
        String job = job("missing: mean\ncategorical: [kind]").replace("format: csv", "format: parquet");
        bench.run("train", job, List.of()).done();
        Model model = model();
        assertThat(model.description().featureNames())
                .containsExactly(
                        "v[0]",
                        "v[1]",
                        "v[2]",
                        "v[0] is missing",
                        "v[1] is missing",
                        "v[2] is missing",
                        "kind=1",
                        "kind=2");
        assertThat(model.scaling().fill()).containsExactly(3, 5, 4, 0, 0, 0, 0, 0);
        assertThat(model.scaling().shift()).isEmpty();
        bench.run("score", job, List.of()).done();
    }

    private void fails(String message, String csv, String data, String... sets) {
        bench.write("rows.csv", csv);
        List<String> more = new ArrayList<>();
        for (String set : sets) {
            more.addAll(List.of("--set", set));
        }
        bench.run("train", job(data), more).failed(ExitCode.DATA, message);
        assertThat(bench.files("model")).isEmpty();
    }

    private static final String FILL =
            "; take the row out, or train with data.missing: mean, which fills what is missing";

    @Test
    void whatCannotBeEncodedIsReportedInOneMessage() {
        String good = csv(rows(20));
        String file = bench.path("rows.csv").toString();
        String mend = "; correct the row or remove it";
        fails(
                "data.features: expected numbers, found texts in column color (\"red\") (" + file
                        + "); put categories into data.categorical, or name the columns to take in data.features",
                "color,size,weight,price\nred,7,1,1\n",
                "");
        fails(
                "color: expected a category, found nothing (" + file + ", line 22)" + FILL,
                good + ",7,1,1\n",
                "categorical: [color]\nfeatures: [color, size]");
        fails(
                "weight: expected a number (weight is not in data.categorical), found \"heavy\" (" + file + ", line 22)"
                        + mend,
                good + "red,7,heavy,1\n",
                "categorical: [color]\nmissing: mean");
        fails(
                "weight: expected a finite number, found \"inf\" (" + file + ", line 22)" + mend,
                good + "red,7,inf,1\n",
                "categorical: [color]\nmissing: mean");
        fails(
                "price: expected a number, found nothing (" + file + ", line 22)" + mend,
                good + "red,7,1,\n",
                "categorical: [color]\nmissing: mean");
        fails(
                "data.categorical: expected one of the columns color, size, weight, price, found colour (" + file
                        + "); did you mean color?",
                good,
                "categorical: [colour]");
        fails(
                "data.categorical: expected columns of data.features, found price (" + file
                        + "); remove it, or add it there",
                good,
                "categorical: [3]");
        fails(
                "data.categorical: expected each column once, found color twice (" + file + "); name it once",
                good,
                "categorical: [color, 0]");
        fails(
                "data.categorical: expected at least one category, found none in color of " + file
                        + "; leave the column out of data.features",
                "color,size,price\n,1,1\n,2,1\n",
                "categorical: [color]\nmissing: mean");
        fails(
                "size: expected a value in at least one row to train on, found none (" + file
                        + "); leave the column out of data.features",
                "color,size,price\nred,,1\nblue,,1\n",
                "categorical: [color]\nmissing: mean");
        StringBuilder many = new StringBuilder("color,price\n");
        for (int i = 0; i <= 10_000; i++) {
            many.append('c').append(i).append(",1\n");
        }
        fails(
                "data.categorical: expected at most 10000 categories for oneHot, found more in color of " + file
                        + "; take { type: hashing, buckets: 1024 }",
                many.toString(),
                "categorical: [color]");
    }

    @Test
    void tablesThatTheModelsColumnsDoNotFitAreRefused() {
        bench.write("rows.csv", csv(rows(40)));
        String job = job("categorical: [color]\nfeatures: [color, size]");
        bench.run("train", job, List.of()).done();
        Path other = bench.write("other.csv", "colour,size\nred,7\n");
        bench.run("score", job, List.of("--set", "data.path=" + other))
                .failed(
                        ExitCode.DATA,
                        "data: expected the columns that the model is trained on, found no color among colour, size ("
                                + other + "); check the columns' names");
        bench.write("other.csv", "color,size\nred,7\n,9\n");
        bench.run("score", job, List.of("--set", "data.path=" + other))
                .failed(ExitCode.DATA, "color: expected a category, found nothing (" + other + ", line 3)" + FILL);
        Path lines = bench.write("rows.libsvm", "1 1:1 2:2\n");
        String libsvm = job.replaceAll("(?s)data:.*?network", "data: { format: libsvm, path: " + lines + " }\nnetwork");
        bench.run("score", libsvm, List.of())
                .failed(
                        ExitCode.DATA,
                        "data: expected csv, parquet, json or table, whose columns have the names that the model is"
                                + " trained on, found libsvm (" + lines + "); check data.format");
    }

    @Test
    void constantColumnIsNamedAndARowOfZerosIsFine() {
        bench.write("rows.csv", "a,b,price\n1,7,1\n0,7,0\n2,7,2\n3,7,3\n");
        for (String scale : List.of("standard", "minMax")) {
            Ran ran = bench.run("train", job("scale: " + scale), List.of()).done();
            assertThat(ran.err().lines().filter(line -> line.startsWith("warning")))
                    .containsExactly("warning: b never changes in the training rows: scaling only shifts it to 0,"
                            + " where it teaches nothing");
        }
        bench.write("rows.csv", "a,b,c,price\n1,7,5,1\n0,7,5,0\n2,7,5,2\n3,7,5,3\n");
        assertThat(bench.run("train", job("scale: standard"), List.of()).done().err())
                .contains("warning: b, c never change in the training rows: scaling only shifts them to 0, where they"
                        + " teach nothing");
        bench.write("rows.csv", "a,b,price\n1,7,1\n0,0,0\n2,5,2\n3,6,3\n0,0,0\n");
        for (String scale : List.of("standard", "minMax", "maxAbs", "none")) {
            Ran ran = bench.run("train", job("scale: " + scale), List.of()).done();
            assertThat(ran.err()).doesNotContain("warning");
            assertThat(bench.metrics("model").get("trainLoss").isNull()).isFalse();
        }
    }

    /** Dense, a row would take 4 MiB. */
    @Test
    void hashedRowsStaySparseWhereMissingValuesAreFilled() {
        StringBuilder rows = new StringBuilder("color,size,weight,price\n");
        for (int row = 0; row < 60; row++) {
            rows.append(row % 2 == 0 ? "red," : "blue,")
                    .append(row % 7)
                    .append(row % 5 == 0 ? "," : "," + row)
                    .append(",")
                    .append(row)
                    .append("\n");
        }
        bench.write("rows.csv", rows.toString());
        String job = job("categorical: { color: oneHot, size: { type: hashing, buckets: 1048576 } }\nmissing: mean");
        bench.run("train", job, List.of("--set", "training.epochs=1", "--set", "network.hidden=[1]"))
                .done();
        assertThat(bench.metrics("model").get("cachedBytes").asLong())
                .isPositive()
                .isLessThan(1 << 20);
    }
}
