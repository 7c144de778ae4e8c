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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** The split that scoring writes beside each row is the one that the row was in when the model was trained. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SplitTest {
    private static final int ROWS = 600;
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    @TempDir
    Path folder;

    private static List<String[]> scored(Workbench bench, String job, String columns) {
        bench.run("score", job, List.of("--set", "output.columns=" + columns)).done();
        return bench.lines("scored", ".csv").stream()
                .filter(line -> !line.startsWith("id,"))
                .map(line -> line.split(","))
                .toList();
    }

    private static int rows(JsonNode metrics, String split) {
        JsonNode rows = metrics.get(split.equals("train") ? "rows" : split + "Rows");
        return rows == null ? 0 : rows.asInt();
    }

    /** Rows of equal content are many: where their number decides, it has to be theirs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "validation: 0.2, test: 0.1",
                "validation: { share: 0.3, by: content }, test: 0.2",
                "validation: { share: 0.4, by: [region, id] }",
                "validation: 0.2, test: { latest: 0.25, by: age }",
                "validation: { latest: 0.3, by: spend }, test: { share: 0.2, by: [id] }, weight: age2",
                "validation: 0.2, test: { where: checked }",
                "validation: { where: checked }, test: { share: 0.2, by: content }",
                "validation: { where: checked }, test: { share: 0.2, by: [id] }"
            })
    void measuresOfEachSplitAreThoseOfTraining(String heldOut) {
        Workbench bench = Workbench.ofFewRows(folder);
        // Weights above 0, and 1 or 0.
        String csv = Customers.csv(ROWS, 5)
                .lines()
                .map(line -> line
                        + (line.startsWith("id")
                                ? ",age2,checked"
                                : "," + (1 + line.length() % 3) + "," + (line.hashCode() % 5 == 0 ? 1 : 0)))
                .collect(Collectors.joining("\n", "", "\n"));
        bench.write("customers.csv", csv);
        String job = Customers.job(bench, heldOut);
        bench.run("train", job, List.of()).done();
        JsonNode metrics = bench.metrics("model");

        List<String[]> scored = scored(bench, job, "[id, split, prediction, left, age2]");
        assertThat(scored).hasSize(ROWS);
        for (String split : SPLITS) {
            List<String[]> of =
                    scored.stream().filter(row -> row[1].equals(split)).toList();
            assertThat(of).as(split).hasSize(rows(metrics, split));
            boolean weighed = heldOut.contains("age2");
            double all = 0;
            double right = 0;
            for (String[] row : of) {
                double weight = weighed ? Double.parseDouble(row[4]) : 1;
                all += weight;
                right += row[2].equals(row[3]) ? weight : 0;
            }
            if (!of.isEmpty()) {
                assertThat(right / all)
                        .as(split)
                        .isCloseTo(metrics.get(split + "Accuracy").asDouble(), within(1e-9));
            }
        }
    }

    /** The files, their order and the partitions leave no trace, also where only one of two equal rows is held out. */
    @Test
    void splitsAreTheSameForAnyFiles() {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(ROWS, 5));
        String job = Customers.job(bench, "validation: 0.2, test: 0.1");
        bench.run("train", job, List.of()).done();
        Map<String, String> before = bySplit(scored(bench, job, "[id, split]"));
        assertThat(before).hasSize(ROWS);

        List<String> lines = new ArrayList<>(Customers.lines(ROWS, 5));
        Collections.shuffle(lines, new Random(1));
        for (int file = 0; file < 5; file++) {
            String part = lines.subList(file * ROWS / 5, (file + 1) * ROWS / 5).stream()
                    .collect(Collectors.joining("\n", "id,region,age,spend,left\n", "\n"));
            bench.write("many/" + file + ".csv", part);
        }
        String many = job.replace(
                bench.path("customers.csv").toString(), bench.path("many").toString());
        assertThat(bySplit(scored(bench, many, "[id, split]"))).isEqualTo(before);
    }

    private static Map<String, String> bySplit(List<String[]> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row[0], row -> row[1]));
    }

    /** Categories, missing values and targets in their own units: what the model reads is what training read. */
    @Test
    void regressionsOfEncodedRowsToo() {
        Workbench bench = Workbench.ofFewRows(folder);
        String csv = Customers.csv(ROWS, 5)
                .lines()
                .map(line -> line.startsWith("c1") ? line.replaceFirst(",[a-z]+,", ",,") : line)
                .collect(Collectors.joining("\n", "", "\n"));
        bench.write("customers.csv", csv);
        String job = Customers.job(bench, "validation: 0.3")
                .replace("classification", "regression")
                .replace("label: left", "label: spend")
                .replace("features: [age, spend]", "features: [age, region], categorical: [region], missing: mean");
        bench.run("train", job, List.of()).done();
        JsonNode metrics = bench.metrics("model");

        List<String[]> scored = scored(bench, job, "[id, split, prediction, spend]");
        for (String split : List.of("train", "validation")) {
            List<String[]> of =
                    scored.stream().filter(row -> row[1].equals(split)).toList();
            assertThat(of).hasSize(rows(metrics, split));
            double squares = of.stream()
                    .mapToDouble(row -> Math.pow(Double.parseDouble(row[2]) - Double.parseDouble(row[3]), 2))
                    .sum();
            // Predictions are floats.
            assertThat(Math.sqrt(squares / of.size()))
                    .isCloseTo(metrics.get(split + "Rmse").asDouble(), within(1e-6));
        }
    }

    @Test
    void whatHasNoSplitIsOneMessage() {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(60, 5));
        String job = Customers.job(bench, "validation: 0.2");
        bench.run("train", job, List.of()).done();
        bench.run("score", job, List.of("--set", "output.columns=[id, split]", "--set", "seed=12"))
                .failed(
                        ExitCode.USAGE,
                        "seed: expected that of the model's training, 11, as which rows were held out follows from it, found"
                                + " 12; take the job file that it was trained by");
        bench.write("fewer.csv", Customers.csv(50, 5));
        String remedy = "; use the data and the job file of its training, or remove split";
        refused(bench, job, "fewer.csv", "expected for split the 60 rows of the model's training, found 50", remedy);
        bench.write("others.csv", Customers.csv(60, 5).replaceFirst(",no\n", ",yes\n"));
        refused(
                bench,
                job,
                "others.csv",
                "expected for split the 60 rows of the model's training, found as many rows that differ or"
                        + " are split differently",
                remedy);
        bench.write(
                "unlabelled.csv",
                Customers.csv(60, 5)
                        .lines()
                        .map(line -> line.replaceAll(",[a-z]+$", ""))
                        .collect(Collectors.joining("\n")));
        refused(
                bench,
                job,
                "unlabelled.csv",
                "expected rows with their label (left) for split, which depends on all columns that training read, found none",
                remedy);
        assertThat(bench.files()).doesNotContain("scored");
        assertThat(bench.run("score", job, List.of("--set", "output.columns=[id, split]"))
                        .done()
                        .err())
                .doesNotContain("warning");
        String unlabelled = job.replace("label: left, ", "");
        assertThat(bench.run("score", unlabelled, List.of("--set", "output.columns=[id, split]"))
                        .err())
                .contains("output.columns: expected data.label for split, which follows from all that the training rows"
                        + " hold, found none; add data.label");
        bench.write("bad.csv", "id,region,age,spend,left\na,north,1,2,no\na,north,1,x,no\n");
        bench.run(
                        "score",
                        job,
                        List.of("--set", "output.columns=[id, split]", "--set", "data.path=" + bench.path("bad.csv")))
                .failed(
                        ExitCode.DATA,
                        "spend: expected a number (spend is not in data.categorical), found \"x\" ("
                                + bench.path("bad.csv") + ", line 3); correct the row or remove it");
    }

    @Test
    void metricsOfAnotherModelAreRefused() throws IOException {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(60, 5));
        String job = Customers.job(bench, "validation: 0.2");
        bench.run("train", job, List.of()).done();
        String weights = bench.metrics("model").get("weightsSha256").asText();
        String others = "0".repeat(64);
        Path metrics = bench.path("model/metrics.json");
        Files.writeString(metrics, Files.readString(metrics).replace(weights, others));
        bench.run("score", job, List.of("--set", "output.columns=[id, split]"))
                .failed(
                        ExitCode.DATA,
                        "output.columns: expected for split the metrics.json of the model (weights of SHA-256 "
                                + weights
                                + "), found that of another (" + others + ", " + bench.path("model")
                                + "): the model may have been replaced meanwhile; run again, or remove split");
    }

    private static void refused(Workbench bench, String job, String file, String what, String remedy) {
        bench.run(
                        "score",
                        job,
                        List.of("--set", "output.columns=[id, split]", "--set", "data.path=" + bench.path(file)))
                .failed(ExitCode.DATA, "output.columns: " + what + " (" + bench.path(file) + ")" + remedy);
    }

    @Test
    void modelWithoutItsMetricsIsWarnedOf() throws IOException {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(60, 5));
        String job = Customers.job(bench, "validation: 0.2");
        bench.run("train", job, List.of()).done();
        Files.delete(bench.path("model/metrics.json"));
        assertThat(bench.run("score", job, List.of("--set", "output.columns=[id, split]"))
                        .done()
                        .err())
                .contains("warning: output.columns: expected metrics.json beside the model");
    }
}
