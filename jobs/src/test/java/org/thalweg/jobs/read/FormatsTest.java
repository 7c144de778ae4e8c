package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** Every format but CSV is read end to end; where it can hold the same numbers, it gives the same model. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FormatsTest {
    private static final List<Flower> FLOWERS = Flowers.of(200, 1);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    /** Trains, and returns the weights. */
    private String train(String data) {
        bench.run("train", Flowers.job(bench, data), List.of("--overwrite")).done();
        assertThat(bench.metrics("model").get("trainAccuracy").asDouble()).isGreaterThan(0.9);
        return bench.metrics("model").get("weightsSha256").asText();
    }

    @Test
    void libsvmIsReadFromOneFileOrSeveralWithOrWithoutTheNumberOfFeatures() {
        bench.write("one.svm", "# flowers\n\n" + Flowers.lines(FLOWERS, FormatsTest::libsvm));
        String weights = train("format: libsvm\npath: " + bench.path("one.svm"));
        bench.write("parts/1.svm", Flowers.lines(FLOWERS.subList(150, 200), FormatsTest::libsvm));
        bench.write("parts/2.txt", Flowers.lines(FLOWERS.subList(0, 150), FormatsTest::libsvm));
        String several = "format: libsvm\npath: [" + bench.path("parts/1.svm") + ", " + bench.path("parts/2.txt") + "]";
        assertThat(train(several)).isEqualTo(weights);
        assertThat(train("format: libsvm\nnumFeatures: 2\npath: " + bench.path("parts")))
                .isEqualTo(weights);
        train("format: libsvm\nnumFeatures: 5\npath: " + bench.path("parts"));
        assertThat(bench.metrics("model").get("network").asText()).isEqualTo("5-8-3");
    }

    private static String libsvm(Flower flower) {
        return flower.number() + " 1:" + flower.petal() + "  2:" + flower.sepal();
    }

    @Test
    void jsonLinesAreReadByTheirNames() {
        bench.write(
                "rows/1.json",
                Flowers.lines(
                        FLOWERS, f -> "{\"kind\": \"%s\", \"petal\": %s, \"note\": {\"by\": [1]}, \"sepal\": \"%s\"}\n"
                                .formatted(f.kind(), f.petal(), f.sepal())));
        String json = train("format: json\npath: " + bench.path("rows") + "\nlabel: kind\nfeatures: [petal, sepal]\n");
        bench.write("rows.csv", Flowers.csv(FLOWERS));
        assertThat(train("format: csv\npath: " + bench.path("rows.csv") + "\nlabel: kind\n"))
                .isEqualTo(json);
    }

    /** Scalars of several types, an array and an ml vector hold the same numbers. */
    @Test
    void parquetScalarsArraysAndVectorsGiveTheSameModel() throws IOException {
        bench.write("rows.csv", Flowers.csv(FLOWERS));
        bench.write("rows.svm", Flowers.lines(FLOWERS, FormatsTest::libsvm));
        try (SparkSession spark = spark()) {
            Dataset<Row> rows = spark.read()
                    .option("header", true)
                    .csv(bench.path("rows.csv").toString());
            rows.selectExpr("double(petal) petal", "cast(sepal as decimal(9, 3)) sepal", "kind")
                    .write()
                    .parquet(bench.path("scalars").toString());
            rows.selectExpr("kind", "array(double(petal), double(sepal)) both")
                    .write()
                    .parquet(bench.path("arrays").toString());
            spark.read()
                    .format("libsvm")
                    .option("numFeatures", 2)
                    .load(bench.path("rows.svm").toString())
                    .write()
                    .parquet(bench.path("vectors").toString());
        }
        String scalars = train("format: parquet\npath: " + bench.path("scalars") + "\nlabel: kind\n");
        assertThat(train("format: parquet\npath: " + bench.path("arrays") + "\nlabel: kind\n"))
                .isEqualTo(scalars);
        assertThat(train("format: parquet\npath: " + bench.path("vectors") + "\nlabel: label\nsparse: false\n"))
                .isEqualTo(scalars);
        assertThat(train("format: table\ntable: parquet.`" + bench.path("scalars") + "`\nlabel: kind\n"))
                .isEqualTo(scalars);
    }

    private static SparkSession spark() {
        System.setProperty("spark.master", "local[2]");
        return SparkSession.builder().getOrCreate();
    }

    /** The command takes the session that is there, with its catalogue. */
    @Test
    void tableOfTheCatalogueIsRead() {
        bench.write("rows.csv", Flowers.csv(FLOWERS));
        bench.write("kinds.csv", "kind,code\nsetosa,1\nversicolor,2\nvirginica,10\n");
        Ran ran = trainOnFlowers(spark -> {
            for (String name : List.of("rows", "kinds")) {
                spark.read()
                        .option("header", true)
                        .csv(bench.path(name + ".csv").toString())
                        .createOrReplaceTempView(name);
            }
            spark.sql("create temporary view flowers as select float(petal), float(sepal),"
                    + " int(code) from rows join kinds using (kind)");
        });
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        assertThat(bench.metrics("model").get("rows").asInt()).isEqualTo(200);
        assertThat(bench.metrics("model").get("trainAccuracy").asDouble()).isGreaterThan(0.9);
    }

    /** On the view {@code flowers} that is made before, in the session that the command takes over. */
    private Ran trainOnFlowers(Consumer<SparkSession> before) {
        System.setProperty("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        System.setProperty("spark.kryo.registrator", "org.thalweg.spark.ThalwegRegistrator");
        try {
            before.accept(spark());
            return bench.run("train", Flowers.job(bench, "format: table\ntable: flowers\nlabel: code\n"), List.of());
        } finally {
            System.clearProperty("spark.serializer");
            System.clearProperty("spark.kryo.registrator");
        }
    }

    @Test
    void badRowOfNoFileIsReportedByItsPartition() {
        Ran ran = trainOnFlowers(spark -> spark.sql(
                "create temporary view flowers as select float(id % 7) petal, if(id = 170, float('NaN'), float(id % 5)) sepal,"
                        + " int(id % 3) code from range(0, 200, 1, 4)"));
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported())
                .isEqualTo(
                        "sepal: expected a finite number, found NaN (table flowers, partition 3); take the row out, or train with"
                                + " data.missing: mean, which fills what is missing");
        assertThat(bench.files()).doesNotContain("model");
    }

    @Test
    void viewWhoseOwnQueryFailsIsReportedInOneLine() {
        Ran ran = trainOnFlowers(spark -> {
            spark.conf().set("spark.sql.ansi.enabled", true); // the default of Spark 4
            spark.sql("create temporary view flowers as select float(id % 7) petal,"
                    + " float(array(1, 2)[if(id = 170, 9, 0)]) sepal, int(id % 3) code from range(0, 200, 1, 4)");
        });
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported())
                .startsWith("table flowers: expected rows that Spark can compute, found [INVALID_ARRAY_INDEX]")
                .endsWith("; correct the rows, or the query that computes them")
                .hasLineCount(1);
    }

    @Test
    void idxIsReadPlainOrCompressedAndFromSeveralFiles() throws IOException {
        bench.write("images.idx", images(FLOWERS));
        bench.write("labels.idx", labels(FLOWERS));
        String weights = train(idx("images.idx", "labels.idx"));
        bench.write("images.gz", gzip(images(FLOWERS)));
        bench.write("labels.gz", gzip(labels(FLOWERS)));
        assertThat(train(idx("images.gz", "labels.gz"))).isEqualTo(weights);
        for (int part = 0; part < 2; part++) {
            List<Flower> flowers = FLOWERS.subList(part * 120, 120 + part * 80);
            bench.write("images/" + part + ".gz", gzip(images(flowers)));
            bench.write("labels/" + part, labels(flowers));
        }
        assertThat(train(idx("images/*", "labels/*"))).isEqualTo(weights);
        assertThat(train(idx("images", "labels"))).isEqualTo(weights);
    }

    private String idx(String images, String labels) {
        return "format: idx\nscale: standard\npath: " + bench.path(images) + "\nlabels: " + bench.path(labels) + "\n";
    }

    private static byte[] images(List<Flower> flowers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(0x0803);
        data.writeInt(flowers.size());
        data.writeInt(1);
        data.writeInt(2);
        for (Flower flower : flowers) {
            data.writeByte((int) (40 * Double.parseDouble(flower.petal())) + 50);
            data.writeByte((int) (40 * Double.parseDouble(flower.sepal())) + 50);
        }
        return out.toByteArray();
    }

    private static byte[] labels(List<Flower> flowers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(0x0801);
        data.writeInt(flowers.size());
        for (Flower flower : flowers) {
            data.writeByte(flower.number());
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
