package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkSettings;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.ReadSettings;
import scala.jdk.javaapi.CollectionConverters;

/** A session of a program's own, with Spark's defaults: nothing of it changes, and the bits are those of our own settings. */
class RunningSessionTest {
    private static final int ROWS = 500;

    @TempDir
    Path folder;

    private SparkSession spark;

    @AfterEach
    void stop() {
        if (spark != null) {
            spark.stop();
        }
        SparkSession.clearDefaultSession();
        SparkSession.clearActiveSession();
    }

    private static SparkConf conf() {
        return new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("a program")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }

    private void start(SparkConf conf) {
        stop();
        spark = SparkSession.builder().config(conf).getOrCreate();
    }

    private void startWithDefaults() {
        start(conf());
    }

    private void startAsJobsDo() {
        SparkConf conf = SparkSettings.apply(conf());
        ReadSettings.REQUIRED.forEach(conf::set);
        start(conf);
    }

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType)
            .add("colour", DataTypes.StringType)
            .add("kind", DataTypes.StringType);

    private static List<Row> rows() {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x = Math.round(1000 * random.nextGaussian()) / 1000.0;
            double y = Math.round(1000 * random.nextGaussian()) / 1000.0;
            String colour = i % 3 == 0 ? "red" : "blue";
            rows.add(RowFactory.create(i, x, y, colour, x > y ? "A" : colour.equals("red") ? "a" : "b"));
        }
        return rows;
    }

    /** The rows as a file that has each value's text. */
    private Map<String, Object> csv(String name, String more) throws IOException {
        StringBuilder text = new StringBuilder("id,x,y,colour,kind\n");
        rows().forEach(row -> text.append(row.mkString(",")).append('\n'));
        Path file = Files.writeString(folder.resolve(name), text + more);
        return Map.of("data.format", "csv", "data.path", file.toString());
    }

    /** The same of rows wherever they are. */
    private static final Map<String, Object> SETTINGS = Map.of(
            "task",
            "classification",
            "data.label",
            "kind",
            "data.categorical",
            List.of("colour"),
            "data.scale",
            "standard",
            "data.validation",
            Map.of("share", 0.1, "by", List.of("id")),
            "network",
            Map.of("hidden", List.of(7), "dropout", 0.1),
            "optimizer.learningRate",
            0.05,
            "training.epochs",
            3,
            "training.batchSize",
            32);

    private static final FitSettings OF_COLUMNS = FitSettings.ofDataFrame(SETTINGS);

    private static FitSettings settings(Map<String, Object> source) {
        Map<String, Object> all = new TreeMap<>(SETTINGS);
        all.putAll(source);
        return FitSettings.of(all);
    }

    private Map<String, String> runtimeSettings() {
        return new TreeMap<>(CollectionConverters.asJava(spark.conf().getAll()));
    }

    private FitResult fitFile(Map<String, Object> source) {
        FitSettings settings = settings(source);
        Fitter fitting = new Fitter(spark, settings, Map.of(), FitListener.NONE);
        try (TrainingData data = TrainingData.of(spark, settings, FitListener.NONE)) {
            return fitting.fit(data, FitCheckpoints.NONE);
        }
    }

    /** What a program writes to train, score and measure: the weights' SHA-256, and how many rows are predicted right. */
    private static Map.Entry<String, Long> program(SparkSession session, FitListener listener) {
        Dataset<Row> rows = session.createDataFrame(rows(), SCHEMA).repartition(3);
        FitResult fitted = Fitter.fit(rows, OF_COLUMNS, listener);
        try (Scoring scoring = Scoring.of(rows, fitted.model())) {
            long right = scoring.rows().filter("prediction = kind").count();
            assertThat(Evaluating.evaluate(rows, fitted.model(), OF_COLUMNS, listener)
                            .accuracy())
                    .isEqualTo((double) right / ROWS);
            return Map.entry(fitted.weightsSha256(), right);
        }
    }

    @Test
    void runningSessionGivesTheBitsOfOurOwnAndLivesOn() throws IOException {
        startWithDefaults();
        assertThat(spark.sparkContext().getConf().contains("spark.serializer")).isFalse();
        spark.sparkContext().setJobGroup("the program's", "its own", false);
        Map<String, String> before = runtimeSettings();
        List<String> reports = new ArrayList<>();
        Map.Entry<String, Long> inDefaults = program(spark, reports::add);
        assertThat(inDefaults.getValue()).isGreaterThan(ROWS * 8 / 10);
        assertThat(reports)
                .anyMatch(line -> line.startsWith("matrix product: "))
                .anyMatch(line -> line.startsWith("data.validation: "));
        String ofFile = fitFile(csv("defaults.csv", "")).weightsSha256();

        assertThat(runtimeSettings()).isEqualTo(before);
        assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isEqualTo("the program's");
        assertThat(spark.sparkContext().isStopped()).isFalse();
        assertThat(spark.range(5).count()).isEqualTo(5);
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();

        startAsJobsDo();
        String expected = fitFile(csv("jobs.csv", "")).weightsSha256();
        assertThat(inDefaults.getKey()).isEqualTo(expected);
        assertThat(ofFile).isEqualTo(expected);
        assertThat(program(spark, FitListener.NONE)).isEqualTo(inDefaults);
    }

    @Test
    void rowOfTooManyColumnsIsFoundThoughTheSessionPrunesColumns() throws IOException {
        startWithDefaults();
        assertThat(spark.conf().get("spark.sql.csv.parser.columnPruning.enabled"))
                .isEqualTo("true");
        Map<String, Object> source = csv("long.csv", "900,1,2,red,A,5\n");
        assertThatThrownBy(() -> fitFile(source))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected 5 columns")
                .hasMessageContaining("line " + (ROWS + 2));
    }

    @Test
    void messagesNameWhatTheCallerSet() {
        startWithDefaults();
        Dataset<Row> rows = spark.createDataFrame(rows(), SCHEMA).drop("kind");
        assertThatThrownBy(() -> Fitter.fit(rows, OF_COLUMNS, FitListener.NONE))
                .isInstanceOfSatisfying(DataException.class, failure -> {
                    assertThat(failure)
                            .hasMessageStartingWith("data.label: expected one of the columns id, x, y, colour");
                    assertThat(KeyText.named(failure.text(), key -> key.equals("data.label") ? "labelCol" : key))
                            .startsWith("labelCol: expected one of the columns id, x, y, colour");
                });
    }

    @Test
    void columnsThatDifferByCaseStayApartThoughTheSessionIgnoresCase() throws IOException {
        startWithDefaults();
        assertThat(spark.conf().get("spark.sql.caseSensitive")).isEqualTo("false");
        String rows = "id,x,X,kind\n" + "1,2,3,a\n2,1,4,b\n".repeat(40);
        Path file = Files.writeString(folder.resolve("case.csv"), rows);
        Map<String, Object> source =
                Map.of("data.format", "csv", "data.path", file.toString(), "data.categorical", List.of());
        assertThat(fitFile(source).model().description().featureNames()).isEqualTo(List.of("x", "X"));
        assertThat(spark.conf().get("spark.sql.caseSensitive")).isEqualTo("false");
    }

    @Test
    void columnsOfOneNameAreRefused() {
        startWithDefaults();
        Dataset<Row> rows = spark.createDataFrame(rows(), SCHEMA);
        Dataset<Row> twice = rows.select(rows.col("x"), rows.col("x"), rows.col("colour"), rows.col("kind"));
        assertThatThrownBy(() -> Fitter.fit(twice, OF_COLUMNS, FitListener.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected each column under a name of its own, found two named x");
    }

    @Test
    void kryoThatDoesNotKnowTheRowsIsRefusedAtOnce() {
        start(conf().set("spark.serializer", "org.apache.spark.serializer.KryoSerializer"));
        assertThatThrownBy(() -> program(spark, FitListener.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("spark.kryo.registrator: expected org.thalweg.spark.ThalwegRegistrator where"
                        + " spark.serializer is Kryo's, found none; set it before the Spark context starts, or leave"
                        + " spark.serializer at its default");
    }
}
