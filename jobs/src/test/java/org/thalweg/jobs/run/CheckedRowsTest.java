package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** What check says of the columns by some of their rows. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CheckedRowsTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    private String job(String format, String path, String more) {
        return """
                task: classification
                data:
                  format: %s
                  path: %s
                  label: churned
                %snetwork: { hidden: [4] }
                model: { path: %s }
                """
                .formatted(format, bench.path(path), more.indent(2), bench.path("model"));
    }

    /**
     * As a table comes from elsewhere: ids, dates of two kinds, free text, a constant, gaps, and 1 row in 200 positive.
     */
    private void layChurn() {
        String rows = IntStream.range(0, 400)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "C%04d,%s,%d.%d.2024,%s,%s,%d,%s,EUR,\"%d,5\",%d,%s",
                        i,
                        LocalDate.of(2024, 1, 1).plusDays(i % 90),
                        1 + i % 28,
                        1 + i % 12,
                        List.of("basic", "plus").get(i % 2),
                        i % 50 == 0 ? "" : "" + (18 + i % 60),
                        5000 + i,
                        "asked for help " + i + " times and it was done",
                        i % 7,
                        i % 13,
                        i == 7 || i == 300 ? "yes" : "no"))
                .collect(Collectors.joining("\n"));
        bench.write("churn.csv", "id,signup,seen,plan,age,order,note,currency,fee,visits,churned\n" + rows + "\n");
    }

    private static List<String> wrong(Ran ran) {
        String heading = "What looks wrong:\n";
        return ran.out()
                .substring(ran.out().indexOf(heading) + heading.length())
                .lines()
                .takeWhile(line -> !line.isBlank())
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    void theFrequentOneOfTwoClassesAsTheSecondIsPrinted() throws IOException {
        bench.write(
                "left.csv",
                "spend,left\n"
                        + IntStream.range(0, 100)
                                .mapToObj(i -> i % 7 + "," + (i % 20 == 0 ? "ja" : "nein"))
                                .collect(Collectors.joining("\n")));
        String job = job("csv", "left.csv", "").replace("label: churned", "label: left");
        assertThat(wrong(bench.run("check", job, List.of()).done()))
                .containsExactly(
                        "left F1, PR AUC, the score and its threshold are those of the second class, nein, which has 95.00 %"
                                + " of the rows: for those of ja set data.classes: [nein, ja]");
        Ran turned = bench.run("check", job, List.of("--set", "data.classes=[nein, ja]"));
        assertThat(turned.done().out()).contains("Nothing looks wrong in these rows.");
    }

    @Test
    void everyColumnThatIsNoFeatureIsNamed() throws IOException {
        layChurn();
        Ran ran = bench.run("check", job("csv", "churn.csv", ""), List.of());
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(wrong(ran))
                .containsExactly(
                        "order nearly all values differ and are whole, like an id: leave it out, if it is one",
                        "order values as far from 0 as 5399.00, and data.scale is none: use data.scale: standard",
                        "churned class yes has 2 of 400 rows (0.50 %)");
        assertThat(ran.reported().lines())
                .containsExactly(
                        "id: nearly all values differ, like an id: leave it out of data.features",
                        "signup: texts that are dates: put it into data.dates",
                        "seen: texts that are dates: put it into data.dates with format: d.M.yyyy",
                        "plan: texts, 2 different: put it into data.categorical, or leave it out",
                        "age: 8 of 400 rows without a value: use data.missing: mean, or leave it out",
                        "note: free text: leave it out of data.features",
                        "currency: the same text in every row: leave it out of data.features",
                        "fee: numbers written as \"0,5\": use data.decimal: \",\"");
        assertThat(ran.out())
                .as("faults stand once on a terminal")
                .doesNotContain("free text")
                .contains("train would refuse this job: 8 errors, on standard error.")
                .containsPattern("\nseen +text, dates +84 +0 +1.1.2024 +28.12.2024 +no feature\n");
        assertThat(bench.files()).containsExactly("churn.csv", "job.yaml");

        Ran spelt = bench.run("check", job("csv", "churn.csv", "decimal: ','\nmissing: mean\n"), List.of());
        assertThat(spelt.reported().lines())
                .contains(
                        "signup: texts that are dates: put it into data.dates",
                        "seen: texts that are dates: put it into data.dates with format: d.M.yyyy");
        assertThat(spelt.out()).doesNotContain("(data.decimal");

        String mended = job(
                "csv",
                "churn.csv",
                """
                decimal: ','
                missing: mean
                features: [signup, seen, plan, age, fee, visits]
                categorical: [plan]
                dates: { signup: [month, daysSince: 2024-01-01], seen: { format: d.M.yyyy } }
                """);
        Ran good = bench.run("check", mended, List.of()).done();
        assertThat(good.out())
                .contains("\ninputs      17\n", "\nmemory      about 0.0 MiB for 400 rows, stored dense\n")
                .containsPattern("\nsignup +text, dates +90 +0 +2024-01-01 +2024-03-30 +3 inputs of a date\n")
                .containsPattern("\nplan +text +2 +0 +basic +plus +2 categories\n")
                .containsPattern("\nage +text, whole numbers +60 +8 +18 +77 +2 inputs\n")
                .containsPattern("\nid +text +400 +0 +C0000 +C0399 +unused\n")
                .contains("The whole job, with every default:");
        assertThat(wrong(good)).containsExactly("churned class yes has 2 of 400 rows (0.50 %)");
        bench.run("train", mended, List.of("--set", "training.epochs=1")).done();
        Model model = ModelFile.read(bench.path("model/model.safetensors"));
        assertThat(model.description().featureNames()).hasSize(17);
    }

    @Test
    void scriptsGetOneObjectAndAllFaultsAtOnce() throws IOException {
        layChurn();
        String job =
                job("csv", "churn.csv", "features: [age, visit]\nweight: w\nvalidation: { share: 0.1, by: [shop] }\n");
        Ran ran = bench.run("check", job, List.of("--json"));
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        JsonNode json = new ObjectMapper().readTree(ran.out());
        assertThat(json.get("rowsSeen").asInt()).isEqualTo(400);
        assertThat(json.get("allRowsSeen").asBoolean()).isTrue();
        assertThat(json.get("columns")).hasSize(11);
        assertThat(json.get("columns").get(4).get("becomes").asText()).isEqualTo("number");
        assertThat(json.get("faults")).hasSize(3);
        assertThat(json.get("faults").get(0).asText())
                .startsWith("data.weight: expected one of the columns id, signup,");
        assertThat(json.get("faults").get(1).asText()).endsWith("did you mean visits?");
        assertThat(json.get("faults").get(2).asText()).startsWith("age: 8 of 400 rows without a value");
        assertThat(ran.reported().lines()).hasSize(3);
    }

    @Test
    void sampleIsBoundedAndSaysSo() throws IOException {
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.range(0, 50_000, 1, 5)
                    .selectExpr(
                            "id",
                            "id % 3 = 0 as churned",
                            "named_struct('x', id % 10, 'tags', map('a', 1), 'day', '2024-01-01') as more")
                    .write()
                    .parquet(bench.path("rows").toString());
        }
        Ran ran = bench.run("check", job("parquet", "rows", ""), List.of());
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.out())
                .contains("Columns, by 10,000 rows, the first of each part of the data:\n")
                .containsPattern("\nmore.x +bigint +10 +0 +0 +9 +number\n");
        assertThat(ran.reported())
                .isEqualTo("data.features: expected numbers, found column more.tags of type map<string,int> ("
                        + bench.path("rows") + "); name the columns to take in data.features\n"
                        + "more.day: the same text in every row: leave it out of data.features");
        Ran good = bench.run("check", job("parquet", "rows", "features: [more.x]"), List.of())
                .done();
        assertThat(good.out()).contains("\nmemory      about 0.6 MiB for 50,000 rows, stored dense\n");
    }

    private Ran regression(String... settings) {
        String job =
                """
                task: regression
                data: { format: csv, path: %s, label: demand, missing: mean }
                network: { hidden: [2] }
                model: { path: %s }
                """
                        .formatted(bench.path("demand.csv"), bench.path("model"));
        return bench.run(
                "check",
                job,
                Stream.of(settings).flatMap(each -> Stream.of("--set", each)).toList());
    }

    /**
     * Numbers as people spell them, each row's own: the target grouped, a feature with words that stand for no value.
     */
    private void layDemand(String header, String row) {
        bench.write(
                "demand.csv",
                header + "\n"
                        + IntStream.range(0, 200)
                                .mapToObj(i -> String.format(
                                        Locale.ROOT,
                                        row,
                                        i,
                                        i % 40 == 0 ? List.of("NA", "-", "n/a").get(i / 40 % 3) : i % 60 + "",
                                        1 + i % 9,
                                        String.format("%03d", (i * 137) % 1000)))
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void numbersSpeltOtherwiseAreReadBySettingsThatCheckNames() {
        layDemand("week,price,demand", "%1$d,%2$s,\"%3$d.%4$s,87\"");
        assertThat(regression().reported().lines())
                .containsExactly(
                        "price: texts among numbers, in 5 of 200 rows (\"-\", \"NA\", \"n/a\"): if they mean a missing"
                                + " value, set data.nulls: [\"-\", \"NA\", \"n/a\"]",
                        "demand: numbers written as \"1.000,87\": use data.decimal: \",\" and data.thousands: \".\"");
        regression("data.decimal=','", "data.thousands='.'", "data.nulls=[NA, '-', n/a]")
                .done();
        assertThat(regression("data.decimal=','", "data.thousands='.'", "data.nulls=[NA]", "data.missing=refuse")
                        .reported())
                .contains(
                        "price: texts among numbers, in 3 of 200 rows (\"-\", \"n/a\"): if they mean a missing value, set"
                                + " data.nulls: [\"-\", \"NA\", \"n/a\"] and data.missing: mean");

        layDemand("week,price,demand", "%1$d,0.%3$d,\"%3$d,%4$s\"");
        assertThat(regression().reported())
                .isEqualTo("demand: numbers written as \"1,000\": use data.thousands: \",\"");
        regression("data.thousands=','").done();

        layDemand("week,price,demand", "%1$d,%3$d,\"%3$d,%4$s\"");
        assertThat(regression().reported())
                .as("1,240 may be 1240, or about 1")
                .isEqualTo("demand: numbers written as \"1,000\": use data.thousands: \",\" (or, if it is the decimal"
                        + " separator, data.decimal: \",\")");

        layDemand("week,price,demand", "%1$d,0.%3$d,\"%3$d.%4$s,87\"");
        assertThat(regression().reported())
                .as("no spelling is common to both")
                .isEqualTo(
                        "demand: numbers written as \"1.000,87\": use data.decimal: \",\" and data.thousands: \".\"; other"
                                + " columns are written differently: rewrite those, as a file is read with one format");

        layDemand("week,price,demand", "%1$d,%3$d,low");
        assertThat(regression().reported()).isEqualTo("demand: texts, where numbers are expected");
    }

    @Test
    void fileThatIsSeparatedByAnotherSignIsReadBySettingThatCheckNames() {
        layDemand("week;price;demand", "%1$d;%3$d,5;%3$d.%4$s,87");
        assertThat(regression().reported())
                .isEqualTo("data.label: expected one of the columns week;price;demand, found demand ("
                        + bench.path("demand.csv") + "); take data.separator: \";\"");
        regression("data.separator=';'", "data.decimal=','", "data.thousands='.'")
                .done();
        assertThat(wrong(regression("task=autoencoder", "data.label=null", "network.hidden=[1]")))
                .containsExactly("week;price;demand each line is one value: use data.separator: \";\"");
    }

    @Test
    void targetsThatAreNoNumbersAreNamedWhateverTheFeaturesHold() {
        layDemand("week,price,demand", "%1$d,x,%3$d.%4$s\n%1$d,y,a lot of them");
        assertThat(regression().reported())
                .isEqualTo("price: texts, 2 different: put it into data.categorical, or leave it out\n"
                        + "demand: some values are not numbers, such as \"a lot of them\"");
    }
}
