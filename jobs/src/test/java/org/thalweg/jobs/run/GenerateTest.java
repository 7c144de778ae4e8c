package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.digits.Digits;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.spark.table.DigitsTable;

/** The digits that are written are the digits that the built-in source has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GenerateTest {
    private static final int ROWS = 120;
    private static final int FIRST = 77;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    private void generate(String name, String format) {
        String reported = bench.run(
                        "generate",
                        bench.path(name).toString(),
                        "--rows=" + ROWS,
                        "--first",
                        Integer.toString(FIRST),
                        "--format",
                        format)
                .done()
                .out();
        assertThat(reported).isEqualTo("wrote 120 digits into " + bench.path(name) + "\n");
    }

    private String weights(String data) {
        String job =
                """
                task: classification
                data: { scale: maxAbs, %s }
                network: { hidden: [16] }
                training: { epochs: 1, batchSize: 16 }
                model: { path: %s, overwrite: true }
                """
                        .formatted(data, bench.path("model"));
        bench.run("train", job, List.of()).done();
        assertThat(bench.metrics("model").get("rows").asInt()).isEqualTo(ROWS);
        return bench.metrics("model").get("weightsSha256").asText();
    }

    @Test
    void everyFormatTrainsToTheWeightsOfTheBuiltInDigits() throws IOException {
        String weights = weights("format: digits, rows: 120, first: 77");
        generate("idx", "idx");
        assertThat(bench.files("idx")).containsExactly("images.idx.gz", "labels.idx.gz");
        assertThat(weights("format: idx, path: " + bench.path("idx/images.idx.gz") + ", labels: "
                        + bench.path("idx/labels.idx.gz")))
                .isEqualTo(weights);
        generate("csv", "CSV");
        assertThat(weights("format: csv, label: label, path: " + bench.path("csv")))
                .isEqualTo(weights);
        generate("parquet", "parquet");
        assertThat(weights("format: parquet, label: label, path: " + bench.path("parquet")))
                .isEqualTo(weights);

        Digits digits = new Digits(DigitsTable.SEED);
        float[] pixels = new float[Digits.PIXELS];
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            List<Row> rows =
                    spark.read().parquet(bench.path("parquet").toString()).collectAsList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                expected.add(digits.drawInto(FIRST + i, pixels, 0) + Arrays.toString(pixels));
            }
            assertThat(rows)
                    .map(row -> row.getInt(0)
                            + row.<Integer>getList(1).stream()
                                    .map(Integer::floatValue)
                                    .toList()
                                    .toString())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        byte[] file = Files.readAllBytes(bench.path("idx/images.idx.gz"));
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(file)))) {
            assertThat(in.readInt()).isEqualTo(0x0803);
            assertThat(in.readInt()).isEqualTo(ROWS);
            in.skipNBytes(8);
            for (int i = 0; i < ROWS; i++) {
                digits.drawInto(FIRST + i, pixels, 0);
                for (float pixel : pixels) {
                    assertThat(in.readUnsignedByte()).isEqualTo((int) pixel);
                }
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void folderThatIsThereIsKeptUnlessItShallBeReplaced() {
        bench.write("digits/mine.txt", "precious");
        Map<String, String> before = bench.contents("digits");
        String path = bench.path("digits").toString();
        bench.run("generate", path, "--rows", "3")
                .failed(
                        ExitCode.USAGE,
                        "FOLDER: expected a new folder, found " + path
                                + ", which exists; use another path, or replace it with --overwrite");
        bench.run("generate", path, "--overwrite", "--rows", "0")
                .failed(ExitCode.USAGE, "--rows: expected 1 to 2147483647, found 0");
        bench.run("generate", path, "--overwrite", "--first", "-1")
                .failed(ExitCode.USAGE, "--first: expected 0 or more, found -1");
        bench.run("generate", path, "--overwrite", "--rows", "3")
                .failed(
                        ExitCode.USAGE,
                        "FOLDER: expected a folder that Thalweg wrote, found other files in file:" + path
                                + "; use another path");
        assertThat(bench.contents("digits")).isEqualTo(before);
    }

    @Test
    void folderOfDigitsIsReplacedWhereAsked() {
        String path = bench.path("digits").toString();
        bench.run("generate", path, "--rows", "3", "--format", "csv").done();
        bench.run("generate", path, "--rows", "3", "--overwrite").done();
        assertThat(bench.files("digits")).containsExactly("images.idx.gz", "labels.idx.gz");
    }
}
