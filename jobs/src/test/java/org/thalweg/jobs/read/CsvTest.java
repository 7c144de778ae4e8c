package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** However CSV is written and laid out, the same rows give the same model. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CsvTest {
    private static final List<Flower> FLOWERS = Flowers.of(200, 1);
    private static final String[] FILES = {
        "history.jsonl", "job.yaml", "metrics.json", "model.safetensors", "report.html"
    };

    /** The weights of a run of the plain file: what every other layout must come to. */
    private static String weights;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void trainOnPlainFile() {
        bench = new Workbench(folder);
        if (weights == null) {
            bench.write("plain.csv", Flowers.csv(FLOWERS));
            bench.run(
                            "train",
                            Flowers.csvJob(bench, "plain.csv"),
                            List.of("--set", "model.path=" + folder.resolve("plain")))
                    .done();
            assertThat(bench.files("plain")).containsExactly(FILES);
            assertThat(bench.metrics("plain").get("rows").asLong()).isEqualTo(200);
            assertThat(bench.metrics("plain").get("trainAccuracy").asDouble()).isGreaterThan(0.9);
            weights = bench.metrics("plain").get("weightsSha256").asText();
        }
    }

    private void assertSameModel(String data) {
        bench.run("train", Flowers.job(bench, data), List.of()).done();
        assertThat(bench.files("model")).containsExactly(FILES);
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(weights);
    }

    @Test
    void headerlessFileIsReadByIndices() {
        bench.write("rows.csv", Flowers.lines(FLOWERS, flower -> flower.joined(",")));
        assertSameModel("format: csv\npath: " + bench.path("rows.csv") + "\nheader: false\nlabel: 2\n");
    }

    @Test
    void columnsComeInTheOrderOfTheJobFile() {
        bench.write(
                "rows.csv",
                "kind,note,sepal,petal\n"
                        + Flowers.lines(FLOWERS, f -> f.kind() + ",any text," + f.sepal() + "," + f.petal()));
        assertSameModel("format: csv\npath: " + bench.path("rows.csv") + "\nlabel: kind\nfeatures: [petal, 2]\n");
    }

    @Test
    void tabsAndSemicolonsSeparate() {
        bench.write("rows.tsv", Flowers.csv(FLOWERS).replace(',', '\t'));
        assertSameModel("format: csv\npath: " + bench.path("rows.tsv") + "\nseparator: tab\nlabel: kind\n");
        bench.write("rows.csv", Flowers.csv(FLOWERS).replace(',', ';'));
        bench.run("train", Flowers.csvJob(bench, "rows.csv"), List.of("--overwrite", "--set", "data.separator=\";\""))
                .done();
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(weights);
    }

    /**
     * Names with dots, which Spark takes for fields of structures; quotes, blanks, blank lines and Windows' line ends.
     */
    @Test
    void quotedCellsBlankLinesAndOddNamesAreRead() {
        String header = "\"petal.length\",\"sepal, `wide`\",kind.of[0]\r\n";
        String rows =
                Flowers.lines(FLOWERS, f -> "\"" + f.petal() + "\" , " + f.sepal() + ",\"" + f.kind() + "\"\r\n\r");
        bench.write("rows.csv", "\r\n" + header + rows);
        assertSameModel("format: csv\npath: " + bench.path("rows.csv") + "\nlabel: kind.of[0]\n");
    }

    @Test
    void quotesWithinQuotesAreWrittenTwice() {
        String quoted = Flowers.csv(FLOWERS).replace("setosa", "\"a \"\"b\"\", c\"");
        bench.write("rows.csv", quoted);
        bench.run("train", Flowers.csvJob(bench, "rows.csv"), List.of()).done();
        assertThat(bench.run("evaluate", Flowers.csvJob(bench, "rows.csv"), List.of())
                        .done()
                        .out())
                .contains("\na \"b\", c ", "\nversicolor ", "\nvirginica ");
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(weights);
    }

    @Test
    void columnsAreKnownByTheirNamesWhateverTheirOrderInEachFile() throws IOException {
        String other = "kind,\"petal\", sepal\n"
                + Flowers.lines(FLOWERS.subList(70, 200), f -> f.kind() + "," + f.petal() + "," + f.sepal());
        bench.write("parts/a [1].csv", Flowers.csv(FLOWERS.subList(0, 40)));
        bench.write("parts/b.csv.gz", gzip(other));
        bench.write("parts/c.csv", "");
        bench.write("parts/d.csv", "\n\n" + Flowers.csv(FLOWERS.subList(40, 70)));
        bench.write("parts/e.csv", "sepal,petal,kind\n");
        assertSameModel("format: csv\npath: " + bench.path("parts") + "\nlabel: kind\n");

        bench.write("parts/f.csv", "sepal,kind,petal\n1.5,setosa,2\n\n0,versicolor,wide\n");
        bench.run("train", Flowers.csvJob(bench, "parts"), List.of("--overwrite"))
                .failed(
                        ExitCode.DATA,
                        "petal: expected a number (petal is not in data.categorical), found \"wide\" ("
                                + bench.path("parts/f.csv") + ", line 4); correct the row or remove it");
    }

    private static String permuted(List<Flower> flowers) {
        return "sepal,kind,petal\n" + Flowers.lines(flowers, f -> f.sepal() + "," + f.kind() + "," + f.petal());
    }

    /** The classes in the order of their names, as numbers that are spelt in several ways. */
    private static String numbered(List<Flower> flowers, String... spellings) {
        List<String> kinds = List.of("setosa", "versicolor", "virginica");
        return "petal,sepal,kind\n"
                + Flowers.lines(
                        flowers,
                        f -> f.petal() + "," + f.sepal() + "," + kinds.indexOf(f.kind())
                                + spellings[Math.abs((f.petal() + f.sepal()).hashCode()) % spellings.length]);
    }

    @Test
    void equalNumbersAreOneClassHoweverTheyAreSpelt() {
        String job = "format: csv\npath: " + bench.path("numbered.csv") + "\nlabel: kind\n";
        bench.write("numbered.csv", numbered(FLOWERS, "", ".0", ".00"));
        assertSameModel(job);
        bench.write("numbered.csv", numbered(FLOWERS, "", "."));
        assertThat(bench.run("evaluate", Flowers.job(bench, job), List.of())
                        .done()
                        .out())
                .contains("\n0 ", "\n1 ", "\n2 ")
                .doesNotContain("\n0.");
        bench.write("numbered.csv", numbered(FLOWERS, ".0"));
        bench.run(
                        "train",
                        Flowers.job(bench, job),
                        List.of("--overwrite", "--set", "data.classes=['0.0', '1.0', '2.0']"))
                .done();
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(weights);
        bench.write("numbered.csv", numbered(FLOWERS, "", ".0"));
        assertThat(bench.run("evaluate", Flowers.job(bench, job), List.of())
                        .done()
                        .out())
                .as("a model that knows its classes by another spelling")
                .contains("\n0.0 ", "\n1.0 ", "\n2.0 ");
    }

    private static String wide(int columns, int rows) {
        String header = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String numbers = ",0".repeat(columns - 1);
        return header + ",kind\n"
                + IntStream.range(0, rows)
                        .mapToObj(row -> row + numbers + "," + (row % 2 == 0 ? "even" : "odd"))
                        .collect(Collectors.joining("\n"));
    }

    /** Wider than Spark's parser reads by its own default. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void wideFilesAreRead() {
        bench.write("wide.csv", wide(20_500, 4));
        bench.run("train", Flowers.csvJob(bench, "wide.csv"), List.of("--set", "training.epochs=1"))
                .done();
        assertThat(bench.metrics("model").get("network").asText()).isEqualTo("20500-8-2");
        bench.write("wide.csv", wide(50_000, 1));
        bench.run("train", Flowers.csvJob(bench, "wide.csv"), List.of("--overwrite"))
                .failed(
                        ExitCode.DATA,
                        "header: expected at most 50,000 columns, found more (" + bench.path("wide.csv")
                                + "); check data.separator, or write the rows as LIBSVM, or as Parquet with a column of"
                                + " vectors");
    }

    @Test
    void whichFileComesFirstDecidesNoOrder() {
        bench.write("a.csv", permuted(FLOWERS.subList(0, 40)));
        bench.write("b.csv", Flowers.csv(FLOWERS.subList(40, 200)));
        bench.write("c.csv", permuted(FLOWERS.subList(40, 120)));
        bench.write("d.csv", Flowers.csv(FLOWERS.subList(120, 200)));
        bench.write("all.csv", Flowers.csv(FLOWERS));
        bench.write("none.csv", "sepal,petal,kind\n\n");
        for (List<String> files : List.of(
                List.of("a.csv", "b.csv"),
                List.of("b.csv", "a.csv"),
                List.of("a.csv", "c.csv", "d.csv"),
                List.of("none.csv", "all.csv"))) {
            String paths = String.join(
                    ", ",
                    files.stream().map(file -> bench.path(file).toString()).toList());
            String job = Flowers.job(bench, "format: csv\npath: [" + paths + "]\nlabel: kind\n");
            bench.run("train", job, List.of("--overwrite")).done();
            assertThat(bench.metrics("model").get("weightsSha256").asText())
                    .as("%s", files)
                    .isEqualTo(weights);
        }
    }

    @Test
    void anIndexIsOfNoColumnWhereHeadersDiffer() {
        bench.write("parts/a.csv", Flowers.csv(FLOWERS.subList(0, 40)));
        bench.write("parts/b.csv", permuted(FLOWERS.subList(40, 200)));
        bench.run("train", Flowers.csvJob(bench, "parts"), List.of("--set", "data.label=2"))
                .failed(
                        ExitCode.DATA,
                        "data.label: expected a column's name, as the files' headers have the columns in several orders,"
                                + " found the index 2 (" + bench.path("parts") + "); name the column");
    }

    @Test
    void pathsMayBeAListOrAGlobOrAFolderAndCompressed() throws IOException {
        bench.write("parts/a 1.csv", Flowers.csv(FLOWERS.subList(0, 70)));
        bench.write("parts/b[2].csv.gz", gzip(Flowers.csv(FLOWERS.subList(70, 90))));
        bench.write("parts/c.csv", Flowers.csv(FLOWERS.subList(90, 200)));
        bench.write("parts/_SUCCESS", "");
        bench.write("parts/.hidden.csv", "no rows");
        assertSameModel("format: csv\npath: " + bench.path("parts") + "\nlabel: kind\n");
        String glob = Flowers.csvJob(bench, "parts/*.csv*");
        bench.run("train", glob, List.of("--overwrite")).done();
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(weights);
        String list = "[" + bench.path("parts/c.csv") + ", \"" + bench.path("parts/?[ 1]*") + "\"]";
        bench.run("train", Flowers.csvJob(bench, "x"), List.of("--overwrite", "--set", "data.path=" + list))
                .done();
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isNotEqualTo(weights);
        assertThat(bench.metrics("model").get("rows").asLong()).isEqualTo(180);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /** Index 0 is the column petal: settings cannot know, the table does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.label=0 | data.features=[petal, sepal] | data.features",
                "data.weight=0 | data.features=[sepal, petal] | data.features",
                "data.weight=2 | data.features=[sepal] | data.weight",
                "data.features=[petal, 0] | data.header=true | data.features"
            })
    void columnByIndexHasOneRoleToo(String first, String second, String key) {
        bench.write("flowers.csv", Flowers.csv(Flowers.of(60, 1)));
        assertThat(bench.run("train", Flowers.csvJob(bench, "flowers.csv"), List.of("--set", first, "--set", second))
                        .reported())
                .startsWith(key + ": expected each column as one of label, weight and features, once, found ")
                .endsWith("; name it once");
    }
}
