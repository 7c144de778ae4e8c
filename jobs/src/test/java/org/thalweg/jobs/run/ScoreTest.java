package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;
import org.thalweg.model.Predictor;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScoreTest {
    private static final List<Flower> FLOWERS = Flowers.of(300, 1);
    private static final List<String> ADDED =
            List.of("prediction", "probability_setosa", "probability_versicolor", "probability_virginica");

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static String job;
    private static Predictor predictor;

    @BeforeAll
    static void train() throws IOException {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(FLOWERS));
        job = Flowers.csvJob(bench, "flowers.csv");
        bench.run("train", job, List.of("--set", "data.scale=standard")).done();
        predictor = ModelFile.read(bench.path("model/model.safetensors")).predictor();
    }

    private static void score(String path, String format, String... more) {
        List<String> options = new ArrayList<>(
                List.of("--overwrite", "--set", "data.path=" + bench.path(path), "--set", "output.format=" + format));
        options.addAll(List.of(more));
        assertThat(bench.run("score", job, options).done().out())
                .isEqualTo("scored 300 rows into " + bench.path("scored") + "\n");
    }

    private static Prediction.OfClass predicted(Flower flower) {
        float[] row = {Float.parseFloat(flower.petal()), Float.parseFloat(flower.sepal())};
        return (Prediction.OfClass) predictor.predict(row);
    }

    private static void assertPredicted(Flower flower, String label, List<Float> probabilities) {
        Prediction.OfClass expected = predicted(flower);
        assertThat(label).isEqualTo(expected.label());
        for (int c = 0; c < 3; c++) {
            assertThat(Float.floatToIntBits(probabilities.get(c)))
                    .as("%s, class %d", flower, c)
                    .isEqualTo(Float.floatToIntBits(expected.probabilities()[c]));
        }
        double sum = probabilities.stream().mapToDouble(Float::doubleValue).sum();
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void csvHasTheColumnsThatCameInAndThePredictorsBits() {
        score("flowers.csv", "csv");
        List<String> lines = bench.lines("scored", ".csv");
        assertThat(lines.get(0)).isEqualTo("petal,sepal,kind," + String.join(",", ADDED));
        assertThat(lines).hasSize(1 + FLOWERS.size());
        for (int i = 0; i < FLOWERS.size(); i++) {
            String[] cells = lines.get(i + 1).split(",");
            assertThat(Arrays.copyOf(cells, 3))
                    .containsExactly(FLOWERS.get(i).joined(",").split(","));
            assertPredicted(FLOWERS.get(i), cells[3], numbers(cells, 4));
        }
    }

    private static List<Float> numbers(String[] cells, int from) {
        return Arrays.stream(cells).skip(from).map(Float::parseFloat).toList();
    }

    /** Many files in another order, without a label, with other columns between: still the same bits for a row. */
    @Test
    void parquetOfManyFilesInAnotherOrderHasTheSameBits() {
        List<Flower> shuffled = new ArrayList<>(FLOWERS);
        Collections.shuffle(shuffled, new Random(3));
        for (int file = 0; file < 7; file++) {
            List<Flower> part = shuffled.subList(file * 40, file == 6 ? 300 : file * 40 + 40);
            bench.write(
                    "many/" + file + ".csv",
                    "sepal,note,petal,id\n"
                            + Flowers.lines(
                                    part, f -> f.sepal() + ",\"a, b\"," + f.petal() + "," + FLOWERS.indexOf(f)));
        }
        score("many", "parquet");
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            List<Row> rows =
                    spark.read().parquet(bench.path("scored").toString()).collectAsList();
            assertThat(rows).hasSize(300);
            assertThat(rows.get(0).schema().fieldNames())
                    .containsExactly(
                            "sepal", "note", "petal", "id", ADDED.get(0), ADDED.get(1), ADDED.get(2), ADDED.get(3));
            for (Row row : rows) {
                assertThat(row.getString(1)).isEqualTo("a, b");
                Flower flower = FLOWERS.get(Integer.parseInt(row.getString(3)));
                assertPredicted(flower, row.getString(4), List.of(row.getFloat(5), row.getFloat(6), row.getFloat(7)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void jsonHasALineARow() {
        score("flowers.csv", "json");
        List<String> lines = bench.lines("scored", ".json");
        assertThat(lines).hasSize(FLOWERS.size());
        for (int i = 0; i < FLOWERS.size(); i++) {
            JsonNode row = Workbench.json(lines.get(i));
            assertThat(row.get("kind").asText()).isEqualTo(FLOWERS.get(i).kind());
            List<Float> probabilities = ADDED.stream()
                    .skip(1)
                    .map(name -> row.get(name).floatValue())
                    .toList();
            assertPredicted(FLOWERS.get(i), row.get("prediction").asText(), probabilities);
        }
    }

    /** Text has no word for vectors and bytes; structures, dates and nothing come through as they are. */
    @Test
    void columnsOfEveryTypeComeThrough() throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            spark.sql("select petal, sepal, array(1, 2) as list, named_struct('q', 1) as box, date'2024-02-03' as day,"
                            + " cast('abc' as binary) as bytes, cast(null as int) as none, cast(1.5 as decimal(9, 2)) as money"
                            + " from values (1.25D, 0.5D) as t(petal, sepal)")
                    .write()
                    .parquet(bench.path("types").toString());
        }
        String types = job.replace("format: csv\n  path: ", "format: parquet\n  path: ");
        for (String format : List.of("json", "csv", "parquet")) {
            List<String> options = List.of(
                    "--overwrite", "--set", "output.format=" + format, "--set", "data.path=" + bench.path("types"));
            bench.run("score", types, options).done();
            if (format.equals("json")) {
                String line = bench.lines("scored", ".json").get(0);
                assertThat(line)
                        .startsWith(
                                "{\"petal\":1.25,\"sepal\":0.5,\"list\":[1,2],\"box\":{\"q\":1},\"day\":\"2024-02-03\","
                                        + "\"bytes\":\"YWJj\",\"none\":null,\"money\":1.50,\"prediction\":\"");
            } else if (format.equals("csv")) {
                List<String> lines = bench.lines("scored", ".csv");
                assertThat(lines.get(0)).startsWith("petal,sepal,list,box,day,bytes,none,money,prediction,");
                assertThat(lines.get(1)).startsWith("1.25,0.5,\"[1,2]\",\"{\"\"q\"\":1}\",2024-02-03,YWJj,,1.50,");
            }
        }
    }

    /** A multi-target regressor, and a classifier with one output. */
    @Test
    void targetsAndASingleOutputHaveTheirColumns() {
        bench.write("numbers.csv", "a,u,v\n1,2,3\n2,3,4\n3,5,6\n");
        String several =
                """
                task: regression
                data: { format: csv, path: %s, label: [u, v] }
                network: { hidden: [] }
                training: { epochs: 1 }
                model: { path: %s }
                output: { path: %s, format: csv, overwrite: true }
                """
                        .formatted(bench.path("numbers.csv"), bench.path("regressor"), bench.path("scored"));
        bench.run("train", several, List.of()).done();
        bench.run("score", several, List.of()).done();
        assertThat(bench.lines("scored", ".csv").get(0)).isEqualTo("a,u,v,prediction_u,prediction_v");

        bench.write(
                "two.csv",
                Flowers.csv(FLOWERS.stream().filter(f -> f.number() < 2).toList()));
        String two = Flowers.csvJob(bench, "two.csv").replace("activation: tanh", "activation: tanh, output: sigmoid");
        List<String> model = List.of("--set", "model.path=" + bench.path("two"));
        bench.run("train", two, model).done();
        List<String> csv = new ArrayList<>(model);
        csv.addAll(List.of("--overwrite", "--set", "output.format=csv"));
        bench.run("score", two, csv).done();
        List<String> lines = bench.lines("scored", ".csv");
        assertThat(lines.get(0)).isEqualTo("petal,sepal,kind,prediction,probability_setosa,probability_versicolor");
        Map<String, Integer> seen = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            List<Float> numbers = numbers(cells, 4);
            assertThat(numbers.get(0) + numbers.get(1)).isCloseTo(1, within(1e-6f));
            assertThat(cells[3]).isEqualTo(numbers.get(1) >= 0.5 ? "versicolor" : "setosa");
            seen.merge(cells[3], 1, Integer::sum);
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void failuresLeaveWhatWasThereWhole() {
        score("flowers.csv", "csv");
        Map<String, String> before = bench.contents("scored");
        assertThat(before).hasSizeGreaterThan(1);
        String path = "--set=data.path=" + bench.path("bad.csv");

        bench.run("score", job, List.of())
                .failed(
                        ExitCode.USAGE,
                        "output.path: expected a new folder, found " + bench.path("scored")
                                + ", which exists; use another path, or replace it with --overwrite");
        bench.write("bad.csv", "petal,sepal\n1,2\n1,nothing\n");
        bench.run("score", job, List.of("--overwrite", path))
                .failed(
                        ExitCode.DATA,
                        "sepal: expected a number (sepal is not in data.categorical), found \"nothing\" ("
                                + bench.path("bad.csv") + ", line 3); correct the row or remove it");
        bench.write("bad.csv", "petal,sepall\n1,2\n");
        bench.run("score", job, List.of("--overwrite", path))
                .failed(
                        ExitCode.DATA,
                        "data: expected the columns that the model is trained on, found no sepal among petal, sepall ("
                                + bench.path("bad.csv") + "); check the columns' names");
        bench.write("bad.csv", "petal,sepal,prediction\n1,2,3\n");
        bench.run("score", job, List.of("--overwrite", path))
                .failed(
                        ExitCode.USAGE,
                        "data: expected no column named as those that scoring adds, found prediction ("
                                + bench.path("bad.csv") + "); rename it");
        assertThat(bench.contents("scored")).isEqualTo(before);
    }

    /** The model would be what the scored rows replace. */
    @Test
    void outputIsNeitherTheModelNorInItNorAroundIt() {
        Map<String, String> model = bench.contents("model");
        for (String output :
                List.of(bench.path("model").toString(), bench.path("model") + "/scored", folder.toString())) {
            bench.run("score", job, List.of("--overwrite", "--set", "output.path=" + output))
                    .failed(
                            ExitCode.USAGE,
                            "output.path: expected a folder apart from the model, found " + output + " beside "
                                    + bench.path("model") + "; use another path");
        }
        assertThat(bench.contents("model")).isEqualTo(model);
    }
}
