package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Columns as tables really have them: dates, fields of nested columns, numbers and texts of other spellings. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RawColumnsTest {
    private static final String DATES = "dates: { day: [month, dayOfWeek, daysSince: 2024-01-01], seen: [hour] }\n";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    private String job(String data) {
        return """
                task: regression
                seed: 7
                data:
                %snetwork: { hidden: [6], activation: tanh }
                optimizer: { type: adam, learningRate: 0.02 }
                training: { epochs: 2, batchSize: 32, laneRows: 8 }
                model: { path: %s, overwrite: true }
                output: { path: %s, format: csv, overwrite: true }
                """
                .formatted(data.indent(2), bench.path("model"), bench.path("scored"));
    }

    private String of(String format, String path, String more) {
        return job("format: " + format + "\npath: " + bench.path(path) + "\nlabel: price\n" + more);
    }

    private Model model() {
        try {
            return ModelFile.read(bench.path("model/model.safetensors"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String weights() {
        return bench.metrics("model").get("weightsSha256").asText();
    }

    private static List<String> days(int count, String format) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    LocalDate day = LocalDate.of(2024, 1, 1).plusDays(7L * i % 400);
                    return String.format(
                            Locale.ROOT,
                            format,
                            day,
                            i % 24,
                            i % 60,
                            day.getDayOfMonth(),
                            day.getMonthValue(),
                            day.getYear(),
                            i * 0.5 + day.getDayOfWeek().getValue());
                })
                .toList();
    }

    /** The same dates as texts of two formats, as Spark's dates and timestamps, on machines of two zones. */
    @Test
    void datesOfAnyTypeAndZoneGiveTheSameWeights() throws IOException {
        String head = "day,seen,price\n";
        bench.write("iso.csv", head + String.join("\n", days(90, "%s,%1$sT%02d:%02d:00Z,%7$.1f")) + "\n");
        bench.write("local.csv", head + String.join("\n", days(90, "%4$d.%5$d.%6$d,%1$s %2$02d:%3$02d,%7$.1f")) + "\n");
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate()) {
            spark.read()
                    .option("header", true)
                    .schema("day date, seen timestamp, price double")
                    .csv(bench.path("iso.csv").toString())
                    .selectExpr(
                            "day",
                            "seen",
                            "to_timestamp_ntz(date_format(seen, 'yyyy-MM-dd HH:mm:ss')) as plain",
                            "price")
                    .repartition(3)
                    .write()
                    .parquet(bench.path("typed").toString());
        }
        Map<String, String> jobs = new LinkedHashMap<>();
        jobs.put("texts", of("csv", "iso.csv", DATES));
        String german = "day: { parts: [month, dayOfWeek, daysSince: 2024-01-01], format: d.M.yyyy }";
        jobs.put("German texts", of("csv", "local.csv", "dates: { " + german + ", seen: [hour] }\n"));
        jobs.put("Spark's types", of("parquet", "typed", "features: [day, seen]\n" + DATES));
        jobs.put("without a zone", of("parquet", "typed", "features: [day, plain]\n" + DATES.replace("seen", "plain")));
        Map<String, String> weights = new LinkedHashMap<>();
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("UTC", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                jobs.forEach((name, job) -> {
                    bench.run("train", job, List.of()).done();
                    weights.put(name + " in " + zone, weights());
                });
            }
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(weights).hasSize(8);
        assertThat(weights.values().stream().distinct()).as(weights.toString()).hasSize(1);
    }

    @Test
    void modelReadsDatesAsScoringDoes() {
        bench.write(
                "rows.csv", "day,seen,price\n" + String.join("\n", days(60, "%s,%1$sT%02d:%02d:00Z,%7$.1f")) + "\n");
        String job = of("csv", "rows.csv", "dates: [day, seen]\nmissing: mean\n");
        bench.run("train", job, List.of()).done();
        Model model = model();
        assertThat(model.description().featureNames())
                .containsSubsequence("day.year", "day.daysSince", "day.month.sin", "day.dayOfWeek.cos", "seen.year")
                .doesNotContain("day.hour.sin", "day is missing");
        assertThat(model.scaling().factor()[1]).as("scaled by default").isNotEqualTo(1);
        assertThat(model.scaling().factor()[2]).as("a sine stays").isEqualTo(1);
        bench.write("new.csv", "seen,day\n2024-05-06T07:08:09+02:00,2024-02-29\n,2024-12-31\n");
        bench.run("score", job, List.of("--set", "data.path=" + bench.path("new.csv")))
                .done();
        List<String> lines = bench.lines("scored", ".csv");
        Object[][] cells = {{LocalDate.of(2024, 2, 29), "2024-05-06T05:08:09"}, {"2024-12-31", null}};
        for (int i = 0; i < cells.length; i++) {
            float[] inputs =
                    model.description().encoding().orElseThrow().encoder().inputs(cells[i]);
            Prediction.OfValues expected =
                    (Prediction.OfValues) model.predictor().predict(inputs);
            String[] line = lines.get(i + 1).split(",", -1);
            assertThat(Float.parseFloat(line[line.length - 1])).isEqualTo(expected.values()[0]);
        }
    }

    @Test
    void latestRowsAreThoseOfTheLastDates() throws IOException {
        bench.write("rows.csv", "day,x,price\n" + String.join("\n", days(50, "%s,%2$d,%7$.1f")) + "\n");
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.read()
                    .option("header", true)
                    .schema("day date, x int, price double")
                    .csv(bench.path("rows.csv").toString())
                    .selectExpr("named_struct('day', day, 'at', cast(day as timestamp)) as of", "day", "x", "price")
                    .write()
                    .parquet(bench.path("typed").toString());
        }
        List<String> weights = new ArrayList<>();
        for (String source :
                List.of("csv rows.csv day", "parquet typed day", "parquet typed of.day", "parquet typed of.at")) {
            String[] parts = source.split(" ");
            String job = of(parts[0], parts[1], "features: [x]\nvalidation: { latest: 0.2, by: " + parts[2] + " }\n");
            Ran ran = bench.run("train", job, List.of()).done();
            assertThat(ran.err())
                    .containsPattern("data.validation: the rows of " + parts[2] + " from 20[0-9]{2}-[0-9]{2}-[0-9]{2}"
                            + (parts[2].endsWith("at") ? "T[0-9:]+Z" : "") + ", ");
            weights.add(weights());
        }
        assertThat(weights.stream().distinct()).hasSize(1);
    }

    @Test
    void partsOfATimeAreRefusedWhereThereAreDatesAlone() throws IOException {
        bench.write("rows.csv", "day,at,price\n" + String.join("\n", days(50, "%1$s,%1$sT08:00,%7$.1f")) + "\n");
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.read()
                    .option("header", true)
                    .schema("day date, at timestamp, price double")
                    .csv(bench.path("rows.csv").toString())
                    .write()
                    .parquet(bench.path("typed").toString());
        }
        for (String source : List.of("csv rows.csv", "parquet typed")) {
            String[] parts = source.split(" ");
            String of = of(parts[0], parts[1], "features: [day, at]\ndates: { day: [year, hour], at: [hour] }\n");
            for (String command : List.of("train", "check")) {
                assertThat(bench.run(command, of, List.of()).reported())
                        .isEqualTo(
                                "data.dates.day: expected parts of a date, as the column has no time of day, found hour ("
                                        + bench.path(parts[1]) + "); remove it");
            }
            bench.run("train", of.replace("year, hour", "year"), List.of()).done();
        }
    }

    /** By their letters the last would be those of the 31st. */
    @Test
    void latestRowsOfTextsOfAFormatAreThoseOfTheLastDates() {
        bench.write("iso.csv", "day,price\n" + String.join("\n", days(50, "%s,%7$.1f")) + "\n");
        bench.write("local.csv", "day,price\n" + String.join("\n", days(50, "%4$d.%5$d.%6$d,%7$.1f")) + "\n");
        String more = "features: [day]\nvalidation: { latest: 0.2, by: day }\n";
        bench.run("train", of("csv", "iso.csv", more + "dates: [day]\n"), List.of())
                .done();
        String expected = weights();
        Ran ran = bench.run("train", of("csv", "local.csv", more + "dates: { day: { format: d.M.yyyy } }\n"), List.of())
                .done();
        assertThat(ran.err())
                .containsPattern("data.validation: the rows of day from [0-9]{1,2}\\.[0-9]{1,2}\\.20[0-9]{2}, ");
        assertThat(weights()).isEqualTo(expected);
    }

    @Test
    void fieldsOfNestedColumnsAreColumns() {
        List<String> flat = IntStream.range(0, 60)
                .mapToObj(i -> List.of("Rome", "Oslo").get(i % 2) + "," + i % 7 + "," + i % 5 + "," + i)
                .toList();
        bench.write("flat.csv", "a.b.city,a.x,c.d,price\n" + String.join("\n", flat) + "\n");
        bench.write(
                "rows.json",
                String.join(
                                "\n",
                                flat.stream()
                                        .map(row -> row.split(","))
                                        .map(c -> "{\"a\":{\"x\":" + c[1] + ",\"b\":{\"city\":\"" + c[0]
                                                + "\"}},\"c.d\":" + c[2] + ",\"price\":" + c[3] + "}")
                                        .toList())
                        + "\n");
        List<String> weights = new ArrayList<>();
        for (String source : List.of("csv flat.csv", "json rows.json")) {
            for (String features : List.of("features: all\n", "features: ['`a.b.city`', a.x, c.d]\n")) {
                String[] parts = source.split(" ");
                bench.run("train", of(parts[0], parts[1], features + "categorical: [a.b.city]\n"), List.of())
                        .done();
                weights.add(weights());
            }
        }
        assertThat(weights.stream().distinct()).as(weights.toString()).hasSize(1);
        String nested =
                of("json", "rows.json", "categorical: [a.b.city]\nvalidation: { share: 0.2, by: [a.b.city] }\n");
        bench.run("train", nested, List.of("--set", "data.weight=a.x", "--set", "data.features=[c.d, a.b.city]"))
                .failed(
                        ExitCode.DATA,
                        "a.x: expected a weight above 0, found 0.0 (" + bench.path("rows.json")
                                + ", line 1); correct the row or remove it");
        bench.run("score", of("json", "rows.json", ""), List.of()).done();
        assertThat(bench.lines("scored", ".csv").get(0)).isEqualTo("a,c.d,price,prediction");
        bench.run(
                        "score",
                        of("json", "rows.json", ""),
                        List.of("--overwrite", "--set", "output.columns=[a.b.city, prediction]"))
                .done();
        assertThat(bench.lines("scored", ".csv").get(0)).isEqualTo("a.b.city,prediction");
        bench.run("train", nested, List.of("--set", "data.categorical=[a.b.cty]"))
                .failed(
                        ExitCode.DATA,
                        "data.categorical: expected one of the columns a, c.d, price, a.b.city, a.x, found a.b.cty ("
                                + bench.path("rows.json") + "); did you mean a.b.city?");
    }

    @Test
    void columnsThatAreNoFeaturesAreNamedAtOnce() throws IOException {
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            spark.sql(
                            "select map('a', 1) as tags, array(named_struct('x', 1)) as items, date'2024-01-01' as born, 1 as x,"
                                    + " 2.0D as price")
                    .write()
                    .parquet(bench.path("typed").toString());
        }
        bench.run("train", of("parquet", "typed", ""), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.features: expected numbers, found columns tags of type map<string,int>, items of type"
                                + " array<struct<x:int>>, born of type date (" + bench.path("typed")
                                + "); put dates into data.dates, and name the columns to take in data.features");
        bench.write("rows.csv", "id,plan,born,x,price\nu1,gold,2024-01-01,1,2\nu2,tin,2024-01-02,2,3\n");
        bench.run("train", of("csv", "rows.csv", ""), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.features: expected numbers, found texts in columns id (\"u1\"), plan (\"gold\"), born"
                                + " (\"2024-01-01\") (" + bench.path("rows.csv")
                                + "); put categories into data.categorical, dates into data.dates, or name the columns"
                                + " to take in data.features");
        bench.run("train", of("csv", "rows.csv", "features: [x]\nweight: w\ncategorical: []\n"), List.of())
                .failed(
                        ExitCode.DATA,
                        "data.weight: expected one of the columns id, plan, born, x, price, found w ("
                                + bench.path("rows.csv") + "); check the spelling");
        bench.run(
                        "train",
                        of("csv", "rows.csv", "features: [x, born]\ndates: { born: { format: dd.MM.yyyy } }\n"),
                        List.of())
                .failed(
                        ExitCode.DATA,
                        "born: expected a date (format dd.MM.yyyy), found \"2024-01-01\" (" + bench.path("rows.csv")
                                + ", line 2); correct the row or remove it");
    }

    @Test
    void csvOfOtherSpellingsGivesTheSameWeights() {
        List<String> plain = new ArrayList<>();
        List<String> german = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String city = List.of("Köln", "Zürich").get(i % 2);
            plain.add(String.format(Locale.ROOT, "%d.5,%s,%s,%d", 1000 + i * 37, city, i % 9 == 0 ? "" : "" + i, i));
            german.add(String.format(
                    Locale.ROOT,
                    "%d.%03d,5;\"%s\";%s;%d",
                    1 + (i * 37) / 1000,
                    i * 37 % 1000,
                    city,
                    i % 9 == 0 ? "NA" : "" + i,
                    i));
        }
        String rest = "categorical: [größe]\nmissing: mean\nscale: standard\n";
        bench.write("plain.csv", "x,größe,y,price\n" + String.join("\n", plain) + "\n");
        bench.run("train", of("csv", "plain.csv", rest), List.of()).done();
        String expected = weights();
        byte[] latin = ("x;größe;y;price\n" + String.join("\n", german) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        bench.write("latin.csv", latin);
        String dialect = "separator: ';'\ndecimal: ','\nthousands: '.'\nencoding: ISO-8859-1\nnulls: [NA, '-']\n";
        bench.run("train", of("csv", "latin.csv", rest + dialect), List.of()).done();
        assertThat(weights()).isEqualTo(expected);
        bench.run("evaluate", of("csv", "latin.csv", rest + dialect), List.of()).done();
        bench.run("train", of("csv", "latin.csv", rest + dialect), List.of("--set", "data.encoding=windows-1252"))
                .done();
        assertThat(weights()).isEqualTo(expected);
        bench.run("train", of("csv", "latin.csv", rest + dialect), List.of("--set", "data.encoding=UTF-8"))
                .failed(
                        ExitCode.DATA,
                        "header: expected columns' names in UTF-8, found \"gr\uFFFD\uFFFDe\", whose bytes are of another"
                                + " encoding (" + bench.path("latin.csv")
                                + "); save the file as UTF-8, or name its encoding: data.encoding: ISO-8859-1");
    }

    @Test
    void numbersOfAnotherSpellingAreRefusedWithTheOption() {
        String file = bench.path("rows.csv").toString();
        bench.write("rows.csv", "x;price\n1,5;2\n");
        String job = of("csv", "rows.csv", "separator: ';'\n");
        bench.run("train", job, List.of())
                .failed(
                        ExitCode.DATA,
                        "x: expected a number, found \"1,5\" (" + file
                                + ", line 2); where a comma stands before the fraction, take data.decimal: \",\"");
        bench.write("rows.csv", "x;price\n1.500;2\n");
        bench.run("train", job, List.of("--set", "data.decimal=','"))
                .failed(
                        ExitCode.DATA,
                        "x: expected a number, found \"1.500 (data.decimal \",\", no thousands)\" (" + file
                                + ", line 2); correct the row or remove it");
    }

    @Test
    void lineBreaksInQuotesAreReadWhereTheyAreAskedFor() {
        bench.write("rows.csv", "note,x,price\n\"a\nb\",1,2\n\"c\",2,x\n");
        String job = of("csv", "rows.csv", "features: [x]\n");
        bench.run("train", job, List.of("--set", "data.multiline=true"))
                .failed(
                        ExitCode.DATA,
                        "price: expected a number (task regression), found \"x\" (" + bench.path("rows.csv")
                                + ", row 2); correct the row or remove it");
        assertThat(bench.run("train", job, List.of()).err())
                .contains("line breaks within quotes need data.multiline: true");
    }

    @Test
    void fileThatIsCutInItsLastLabelIsWarnedOf() {
        String rows = IntStream.range(0, 120)
                .mapToObj(i -> i + "," + List.of("virginica", "setosa").get(i % 2))
                .collect(Collectors.joining("\n", "x,kind\n", "\n120,virg"));
        bench.write("rows.csv", rows);
        String job = of("csv", "rows.csv", "")
                .replace("label: price", "label: kind")
                .replace("regression", "classification");
        String warning = "warning: data.label: class virg has a single row (" + bench.path("rows.csv")
                + "): a wrong label, or a truncated file?";
        assertThat(bench.run("train", job, List.of()).done().err().lines()).contains(warning);
        assertThat(bench.run("train", job, List.of("--set", "data.missing=mean"))
                        .done()
                        .err()
                        .lines())
                .contains(warning);
    }
}
