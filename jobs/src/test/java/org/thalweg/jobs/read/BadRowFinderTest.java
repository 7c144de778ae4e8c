package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** Files of every format but CSV that are cut off, damaged, or of another format. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadRowFinderTest {
    private static final String WHOLE = "; take the whole file";
    private static final String MEND = "; correct the row or remove it";
    private static final String FILL =
            "; take the row out, or train with data.missing: mean, which fills what is missing";
    private static final int ROWS = 40;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void noModelIsLeft() {
        assertThat(bench.files()).noneMatch(name -> name.startsWith("model"));
    }

    private String path(String name) {
        return bench.path(name).toString();
    }

    private void fails(String data, String message) {
        bench.run("train", Flowers.job(bench, data), List.of()).failed(ExitCode.DATA, message);
    }

    private void libsvmFails(String line, String message, String... more) {
        bench.write("rows.svm", "1 1:1 3:2\n0 2:1\n# the next line\n\n" + line + "\n");
        String data = "format: libsvm\npath: " + path("rows.svm") + "\n" + String.join("\n", more);
        fails(data, "LIBSVM: " + message + " (" + path("rows.svm") + ", line 5)" + MEND);
    }

    @Test
    void libsvmLineThatIsNoneIsReportedWithItsLine() {
        libsvmFails("hello world", "expected a number, found \"hello\"");
        libsvmFails("1 world", "expected index:value, found \"world\"");
        libsvmFails("1 3:1 2:1", "expected ascending indices from 1, found 2 behind 3");
        libsvmFails("1 0:1", "expected ascending indices from 1, found 0");
        libsvmFails("1 2000000000:1", "expected indices up to 999999999, found 2000000000");
        libsvmFails("1 one:1", "expected a whole index, found \"one\"");
        libsvmFails("1 1:NaN", "expected a finite number, found \"NaN\"");
        libsvmFails("1 9:1", "expected indices up to 4, found 9", "numFeatures: 4");
        bench.write("none.svm", "1\n0\n");
        fails(
                "format: libsvm\npath: " + path("none.svm"),
                "data: expected libsvm, found files that cannot be read in this format: no line has a feature, index:value;"
                        + " check data.format and the paths");
    }

    private void jsonFails(String line, String message) {
        jsonFails(line, message, MEND);
    }

    private void jsonFails(String line, String message, String remedy) {
        bench.write(
                "rows.json", "{\"a\": 1, \"b\": 2, \"y\": \"no\"}\n\n{\"a\": 3, \"b\": 1, \"y\": \"yes\"}\n" + line);
        fails(
                "format: json\nlabel: y\npath: " + path("rows.json"),
                message + " (" + path("rows.json") + ", line 4)" + remedy);
    }

    @Test
    void jsonLineThatIsNoneOrHoldsNoNumberIsReported() {
        jsonFails("{\"a\": 1, \"b\": ", "the row: expected a JSON object, found \"{\"a\": 1, \"b\": \"");
        jsonFails(
                "{\"a\": \"x\", \"b\": 1, \"y\": \"no\"}",
                "a: expected a number (a is not in data.categorical), found \"x\"");
        jsonFails("{\"a\": 1, \"y\": \"no\"}", "b: expected a number, found nothing", FILL);
        bench.write("rows.json", "{\"a\": {\"x\": 1}, \"y\": \"no\"}\n");
        fails(
                "format: json\nlabel: y\nfeatures: [a]\npath: " + path("rows.json"),
                "data.features: expected numbers, found column a of type struct<x:bigint> (" + path("rows.json")
                        + "); take a nested column's fields by name (a.b), and name the columns to take in data.features");
        bench.write("rows.json", "no JSON\n");
        fails(
                "format: json\nlabel: y\npath: " + path("rows.json"),
                "data: expected lines of JSON objects, found none (" + path("rows.json") + "); check data.format");
    }

    @Test
    void parquetThatIsNoneOrCutOffOrHoldsNothingIsReported() throws IOException {
        System.setProperty("spark.master", "local[2]");
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            spark.sql("select if(id = 7, null, id) a, id % 2 y from range(20)")
                    .coalesce(1)
                    .write()
                    .parquet(path("rows"));
        }
        String file = "rows/"
                + bench.files("rows").stream()
                        .filter(name -> name.startsWith("part-"))
                        .findFirst()
                        .orElseThrow();
        fails(
                "format: parquet\nlabel: y\npath: " + path("rows"),
                "a: expected a number, found nothing (" + path(file) + ", row 8)" + FILL);
        byte[] whole = Files.readAllBytes(bench.path(file));
        bench.write("cut/a.parquet", Arrays.copyOf(whole, 40));
        String cut = bench.run(
                        "train", Flowers.job(bench, "format: parquet\nlabel: y\npath: " + path("cut")), List.of())
                .reported();
        assertThat(cut)
                .startsWith(path("cut/a.parquet") + ": expected parquet, found a file that cannot be read: ")
                .endsWith("; check data.format, or take the whole file")
                .doesNotContain("\n");
        Files.createDirectory(bench.path("empty"));
        fails(
                "format: parquet\nlabel: y\npath: " + path("empty"),
                "data: expected at least one row, found none (" + path("empty")
                        + "); check the path and what is there");
        fails(
                "format: table\nlabel: y\ntable: no.such",
                "data: expected table, found files that cannot be read in this format: [TABLE_OR_VIEW_NOT_FOUND] The table or view"
                        + " `no`.`such` cannot be found. Verify the spelling and correctness of the schema and catalog.;"
                        + " check data.format and the paths");
    }

    private static byte[] idx(int type, int rows, int... dimensions) {
        int bytes = rows;
        for (int dimension : dimensions) {
            bytes *= dimension;
        }
        ByteBuffer file = ByteBuffer.allocate(4 * (2 + dimensions.length) + bytes);
        file.putInt(type << 8 | 1 + dimensions.length).putInt(rows);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        for (int i = 0; i < bytes; i++) {
            file.put((byte) (i % 3));
        }
        return file.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private void idxFails(byte[] images, byte[] labels, String message) {
        bench.write("images", images);
        bench.write("labels", labels);
        fails("format: idx\npath: " + path("images") + "\nlabels: " + path("labels"), message);
    }

    @Test
    void idxThatIsCutOffIsReported() throws IOException {
        byte[] images = idx(8, ROWS, 2, 2);
        byte[] labels = idx(8, ROWS);
        idxFails(
                Arrays.copyOf(images, images.length - 7),
                labels,
                "row 39: expected 40 rows, as the header says, found a file cut off after 38 (" + path("images") + ")"
                        + WHOLE);
        idxFails(
                images,
                Arrays.copyOf(labels, labels.length - 1),
                "row 40: expected 40 rows, as the header says, found a file cut off after 39 (" + path("labels") + ")"
                        + WHOLE);
        byte[] zipped = gzip(images);
        bench.write("images", Arrays.copyOf(zipped, zipped.length - 10));
        bench.write("labels", labels);
        String reported = bench.run(
                        "train",
                        Flowers.job(bench, "format: idx\npath: " + path("images") + "\nlabels: " + path("labels")),
                        List.of("--set", "data.classes=3"))
                .reported();
        assertThat(reported)
                .matches("row [0-9]+: expected 40 rows, as the header says, found a file cut off after [0-9]+ \\("
                        + path("images") + "\\)" + WHOLE);
        idxFails(
                Arrays.copyOf(images, 9),
                labels,
                path("images") + ": expected an IDX file, found one cut off in its header" + WHOLE);
    }

    @Test
    void idxOfAnotherKindOrThatDoesNotBelongTogetherIsReported() {
        byte[] images = idx(8, ROWS, 2, 2);
        byte[] labels = idx(8, ROWS);
        idxFails(
                "hello, world".getBytes(StandardCharsets.US_ASCII),
                labels,
                path("images")
                        + ": expected an IDX file, which begins with 00 00, found 68 65 6c 6c; check data.format");
        idxFails(
                idx(13, ROWS, 2, 2),
                labels,
                path("images") + ": expected IDX of unsigned bytes (type 08), found type 0d; convert it");
        idxFails(
                labels,
                images,
                "data.labels: expected one byte a row, found 4 (" + path("labels")
                        + "); are data.path and data.labels swapped?");
        idxFails(
                images,
                idx(8, ROWS - 1),
                "data.labels: expected 40 labels (the rows of " + path("images") + "), found 39 (" + path("labels")
                        + "); take the labels that belong to it");
        fails(
                "format: idx\npath: " + path("images") + "\nlabels: " + path("nowhere"),
                "data.labels: expected a file or a folder, found nothing at " + path("nowhere") + "; check the path");
        idxFails(
                idx(8, 0, 2, 2),
                idx(8, 0),
                "data: expected at least one row, found none (" + path("images")
                        + "); check the path and what is there");
    }
}
