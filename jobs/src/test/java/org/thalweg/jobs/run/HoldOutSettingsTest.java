package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** The rows that {@code data.validation} and {@code data.test} hold out, by what each way promises of them. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class HoldOutSettingsTest {
    private static final int ROWS = 1000;

    @TempDir
    Path folder;

    /**
     * Rows of few contents: x from 0 to 3, a label that follows from it and the row's number, a customer of every tenth
     * of them, a day of every hundredth, and whether it is checked of every seventh.
     */
    private Workbench bench() {
        Workbench bench = Workbench.ofFewRows(folder);
        StringBuilder csv = new StringBuilder("x,kind,customer,day,checked\n");
        for (int row = 0; row < ROWS; row++) {
            int x = row % 4;
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,c%d,2026-01-%02d,%s%n",
                    x,
                    x > 1 && row % 3 > 0 ? "high" : "low",
                    row % 100,
                    1 + row / 100,
                    row % 7 == 0 ? "true" : "false"));
        }
        bench.write("rows.csv", csv.toString());
        return bench;
    }

    private String job(Workbench bench, String heldOut) {
        return """
                task: classification
                data: { format: csv, path: %s, label: kind, features: [x], %s }
                network: { hidden: [4] }
                %smodel: { path: %s, overwrite: true }
                """
                .formatted(
                        folder.resolve("rows.csv"),
                        heldOut,
                        heldOut.contains("training:") ? "" : "training: { epochs: 2 }\n",
                        folder.resolve("model"));
    }

    private JsonNode trained(Workbench bench, String heldOut) {
        bench.run("train", job(bench, heldOut), List.of()).done();
        return bench.metrics("model");
    }

    private static void assertShare(JsonNode metrics, String split, double share) {
        double margin = 5 * Math.sqrt(ROWS * share * (1 - share));
        assertThat(metrics.get(split + "Rows").asDouble()).isBetween(ROWS * share - margin, ROWS * share + margin);
    }

    /** Four contents: by content, a share of 0.2 would be none of the rows or a fourth of them. */
    @Test
    void rowsAreAFairSampleThoughMostAreEqual() {
        Workbench bench = bench();
        JsonNode metrics = trained(bench, "validation: 0.2, test: { share: 0.1 }");
        assertShare(metrics, "validation", 0.2);
        assertShare(metrics, "test", 0.1);
        assertThat(metrics.get("rows").asInt()
                        + metrics.get("validationRows").asInt()
                        + metrics.get("testRows").asInt())
                .isEqualTo(ROWS);
        assertThat(metrics.get("testAccuracy").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void byContentRowsOfEqualFeaturesAreOnOneSide() {
        JsonNode metrics = trained(bench(), "validation: { share: 0.5, by: content }");
        assertThat(metrics.get("validationRows").asInt() % (ROWS / 4)).isZero();
        assertThat(metrics.get("validationRows").asInt()).isBetween(ROWS / 4, 3 * ROWS / 4);
    }

    /** A hundred customers of ten rows each. */
    @Test
    void byColumnsRowsOfOneValueAreOnOneSide() {
        Workbench bench = bench();
        JsonNode metrics =
                trained(bench, "validation: { share: 0.3, by: [customer] }, test: { share: 0.2, by: [customer] }");
        for (String split : List.of("validation", "test")) {
            int rows = metrics.get(split + "Rows").asInt();
            assertThat(rows % 10).isZero();
            double share = split.equals("test") ? 0.2 : 0.3;
            double margin = 5 * Math.sqrt(100 * share * (1 - share));
            assertThat(rows / 10.0).as(split).isBetween(100 * share - margin, 100 * share + margin);
        }
    }

    /** Ten days of a hundred rows each; then of the days before, the last two. */
    @Test
    void latestRowsAreTheLatest() {
        Workbench bench = bench();
        Workbench.Ran ran = bench.run(
                "train", job(bench, "validation: { latest: 0.2, by: day }, test: { latest: 0.1, by: day }"), List.of());
        ran.done();
        assertThat(ran.err())
                .contains("data.test: the rows of day from 2026-01-10, 100 of 1,000 (10.00 %)\n")
                .contains("data.validation: the rows of day from 2026-01-08, 200 of 900 (22.22 %)\n");
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("testRows").asInt()).isEqualTo(100);
        assertThat(metrics.get("validationRows").asInt()).isEqualTo(200);
        assertThat(metrics.get("rows").asInt()).isEqualTo(700);
    }

    @Test
    void rowsOfTheDayAtTheThresholdAreOnOneSide() {
        Workbench bench = bench();
        Workbench.Ran ran = bench.run("train", job(bench, "validation: { latest: 0.13, by: day }"), List.of())
                .done();
        assertThat(ran.err())
                .contains("data.validation: the rows of day above 2026-01-09, 100 of 1,000 (10.00 %); rows of one value"
                        + " are on one side\n");
        assertThat(bench.metrics("model").get("validationRows").asInt()).isEqualTo(100);
        ran = bench.run("train", job(bench, "validation: { latest: 0.17, by: day }"), List.of())
                .done();
        assertThat(ran.err()).contains("data.validation: the rows of day from 2026-01-09, 200 of 1,000 (20.00 %);");
    }

    @Test
    void heldOutTestRowsAreThoseThatEvaluateMeasures() {
        Workbench bench = bench();
        String job = job(bench, "validation: 0.1, test: { share: 0.2 }");
        bench.run("train", job, List.of()).done();
        String evaluated = bench.run("evaluate", job, List.of()).done().out();
        JsonNode metrics = bench.metrics("model");
        assertThat(evaluated)
                .contains(String.format(
                        Locale.ROOT, "rows      %,d%n", metrics.get("testRows").asInt()))
                .contains(String.format(
                        Locale.ROOT,
                        "accuracy  %.4f%n",
                        metrics.get("testAccuracy").asDouble()));
    }

    /** Equal rows on either side, files cut and ordered otherwise, one task or three. */
    @Test
    void everyKindOfSplitHasTheSameBitsOverFilesAndPartitions() throws IOException {
        Workbench bench = bench();
        List<String> lines = Files.readAllLines(folder.resolve("rows.csv"));
        for (String heldOut : List.of(
                "validation: 0.2, test: { share: 0.1 }",
                "validation: { share: 0.3, by: content }, test: { share: 0.2, by: [customer] }",
                "validation: { share: 0.3, by: [customer, day] }, test: { latest: 0.2, by: day }",
                "validation: { where: checked }, test: { share: 0.2, by: rows }")) {
            bench.write("rows.csv", String.join("\n", lines) + "\n");
            JsonNode first = trained(bench, heldOut + " }\ntraining: { epochs: 2, batchSize: 48, partitions: 1");
            List<String> turned = new ArrayList<>(lines.subList(1, lines.size()));
            Collections.reverse(turned);
            bench.write("rows.csv", lines.get(0) + "\n" + String.join("\n", turned) + "\n");
            JsonNode other =
                    trained(bench, heldOut + " }\ntraining: { epochs: 2, batchSize: 48, laneRows: auto, partitions: 3");
            for (String key :
                    List.of("weightsSha256", "rowsContent", "rows", "testRows", "validationLoss", "testLoss")) {
                assertThat(other.get(key)).as("%s, %s", heldOut, key).isEqualTo(first.get(key));
            }
        }
    }

    /** Columns by which rows are held out are no features, so that a text among them is no fault. */
    @Test
    void columnsThatHoldRowsOutAreNoFeaturesUnlessNamed() throws IOException {
        Workbench bench = bench();
        String job = job(bench, "validation: { share: 0.3, by: [customer] }, test: { latest: 0.1, by: day }")
                .replace("features: [x], ", "");
        bench.write("rows.csv", Files.readString(folder.resolve("rows.csv")).replaceAll("(?m),[^,]*$", ""));
        assertThat(bench.run("check", job, List.of()).done().out())
                .contains("features    1: x\n")
                .contains("validation  0.3 of the rows, drawn at random; rows of equal customer on one side\n")
                .contains("test        0.1 of the rows, the latest by day\n");
        bench.run("train", job, List.of()).done();
        String named = job.replace("label: kind,", "label: kind, categorical: [customer],");
        assertThat(bench.run("check", named, List.of()).done().out()).contains("features    2 columns: x, customer");
    }

    @Test
    void columnThatIsNotThereOrHasOneValueIsRefused() {
        Workbench bench = bench();
        bench.run("train", job(bench, "validation: { share: 0.1, by: [shop] }"), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.validation.by: expected columns of " + folder.resolve("rows.csv")
                                + " (x, kind, customer, day, checked), found shop; check the name");
        bench.write("rows.csv", "x,kind,customer,day\n1,a,c,2026-01-01\n2,b,c,2026-01-01\n");
        bench.run("train", job(bench, "validation: { latest: 0.1, by: day }"), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.validation.by: expected rows of different values of day, found only 2026-01-01 ("
                                + folder.resolve("rows.csv") + "); name another column");
    }

    /** Every seventh of a thousand rows; of the others a column of 1 and 0 makes test rows. */
    @Test
    void rowsInWhichAColumnIsTrueAreHeldOut() throws IOException {
        Workbench bench = bench();
        String csv = Files.readString(folder.resolve("rows.csv"))
                .replaceAll("(?m),day,checked$", ",tested,checked")
                .replaceAll("(?m),2026-01-0[12],", ",1,")
                .replaceAll("(?m),2026-01-[0-9]*,", ",0.0,");
        bench.write("rows.csv", csv);
        String job = job(bench, "validation: { where: checked }, test: { where: tested }")
                .replace("features: [x], ", "categorical: [customer], ");
        assertThat(bench.run("check", job, List.of()).done().out())
                .contains("features    2 columns: x, customer (one input per category)\n")
                .contains("validation  the rows where checked is true\n")
                .contains("test        the rows where tested is true\n");
        assertThat(bench.run("train", job, List.of()).done().err())
                .contains("data.test: the rows where tested is true, 200 of 1,000 (20.00 %)\n")
                .contains("data.validation: the rows where checked is true, 114 of 800 (14.25 %)\n");
        JsonNode metrics = bench.metrics("model");
        assertThat(metrics.get("testRows").asInt()).isEqualTo(200);
        assertThat(metrics.get("validationRows").asInt()).isEqualTo(114);
        assertThat(metrics.get("rows").asInt()).isEqualTo(ROWS - 314);
        assertThat(bench.run("evaluate", job, List.of()).done().out()).contains("rows      200\n");
    }

    /** A share of all rows is one of all, whatever the column leaves. */
    @Test
    void shareBesideAColumnIsOfAllRows() {
        JsonNode metrics = trained(bench(), "validation: 0.4, test: { where: checked }");
        assertThat(metrics.get("testRows").asInt()).isEqualTo(143);
        assertShare(metrics, "validation", 0.4);
        assertThat(metrics.get("rows").asInt() + metrics.get("validationRows").asInt())
                .isEqualTo(ROWS - 143);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            true,,false, | expected true or false, or 1 or 0, in every row of day, found 2 of 4 without a value (WHERE); correct them, or name another column
            true,false,no,maybe | expected true or false, or 1 or 0, in every row of day, found 2 of 4 with other values, such as "maybe" (WHERE); correct them, or name another column
            FALSE,False,false,0 | expected rows in which day is true and others, found it false in all 4 (WHERE); name another column
            1,1.0,True,true | expected rows in which day is true and others, found it true in all 4 (WHERE); name another column
            """)
    void columnThatSaysOfNoSideOrOfOneIsRefused(String days, String message) {
        Workbench bench = bench();
        bench.write("rows.csv", rows(days.split(",", 4)));
        bench.run("train", job(bench, "validation: { where: day }"), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.validation.where: "
                                + message.replace(
                                        "WHERE", bench.path("rows.csv").toString()));
    }

    /**
     * It has no value in the column, which says less than its line; with known classes no other pass finds it before.
     */
    @Test
    void brokenRowIsReportedAsSuch() {
        Workbench bench = bench();
        bench.write("rows.csv", rows("1", "1", "1", "0") + "4,a\n");
        Workbench.Ran ran = bench.run("train", job(bench, "validation: { where: day }, classes: [a, b]"), List.of());
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported())
                .endsWith("\nthe row: expected 4 columns, found \"4,a\" (" + bench.path("rows.csv")
                        + ", line 6); correct the row or remove it");
    }

    @Test
    void columnAndShareThatLeaveNoRowAreRefused() {
        Workbench bench = bench();
        bench.write("rows.csv", rows("1", "1", "1", "0"));
        String message = "data.test: expected a share below 1 together with data.validation, found %s and %s ("
                + bench.path("rows.csv") + "); hold fewer rows out";
        bench.run("train", job(bench, "validation: { where: day }, test: 0.5"), List.of())
                .failed(ExitCode.DATA, String.format(message, "0.5000", "0.7500"));
        bench.run("train", job(bench, "validation: { share: 0.5, by: [x] }, test: { where: day }"), List.of())
                .failed(ExitCode.DATA, String.format(message, "0.7500", "0.5000"));
    }

    private static String rows(String... days) {
        StringBuilder csv = new StringBuilder("x,kind,customer,day\n");
        for (int row = 0; row < days.length; row++) {
            csv.append(String.format(Locale.ROOT, "%d,%s,c,%s%n", row, row % 2 == 0 ? "a" : "b", days[row]));
        }
        return csv.toString();
    }

    /** One text makes the whole column one of texts, by whose letters 9 is later than 1000. */
    @Test
    void latestByTextsOfSeveralKindsIsRefused() {
        Workbench bench = bench();
        String job = job(bench, "validation: { latest: 0.3, by: day }");
        String where =
                " (" + folder.resolve("rows.csv") + ", line %d); leave such values empty, or name another column";
        bench.write("rows.csv", rows("8", "9", "10", "x", "11"));
        bench.run("train", job, List.of())
                .failed(
                        ExitCode.DATA,
                        "data.validation.by: expected a number in every row of day, found \"x\" in one"
                                + where.formatted(5));
        bench.write("rows.csv", rows("2026-01-01", "2026-01-02", "n/a", "none", "2026-01-03 10:00"));
        bench.run("train", job, List.of())
                .failed(
                        ExitCode.DATA,
                        "data.validation.by: expected a date or time such as 2026-11-29 in every row of day, found"
                                + " \"n/a\" in one of 2 such rows" + where.formatted(4));
    }

    @Test
    void latestByTextsWithoutAnotherOrderIsWarnedOf() {
        Workbench bench = bench();
        bench.write("rows.csv", rows("28.03.2026", "01.04.2026", "02.04.2026", "29.03.2026"));
        assertThat(bench.run("train", job(bench, "validation: { latest: 0.25, by: day }"), List.of())
                        .done()
                        .err())
                .contains("warning: data.validation: the values of day are texts")
                .contains("data.validation: the rows of day from 29.03.2026, 1 of 4");
    }

    @Test
    void sharesOfGroupsAreReportedAndNoneIsWarnedOf() {
        Workbench bench = bench();
        assertThat(bench.run("train", job(bench, "validation: { share: 0.3, by: [customer] }"), List.of())
                        .done()
                        .err())
                .containsPattern("data.validation: [0-9]+ of 1,000 rows \\([0-9.]+ %\\), by customer");
        bench.write("rows.csv", rows("1", "2", "3", "4"));
        assertThat(bench.run("train", job(bench, "validation: { share: 0.1, by: [customer] }, test: 0"), List.of())
                        .done()
                        .err())
                .contains(
                        "warning: data.validation: expected rows to validate on, found none held out of 4; hold more out,"
                                + " or by columns of more values");
    }

    @Test
    void labelDecidesNoSide() {
        Workbench bench = bench();
        bench.run("train", job(bench, "test: { share: 0.5, by: [kind] }"), List.of())
                .failed(
                        ExitCode.USAGE,
                        bench.path("job.yaml")
                                + ", line 2: data.test: expected by to name columns other than the label,"
                                + " found kind, which would put all rows of a class on one side; name another column");
    }
}
