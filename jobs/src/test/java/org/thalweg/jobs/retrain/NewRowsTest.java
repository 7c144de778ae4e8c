package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoredLists;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.TableFormat;

/** Partitions of a catalogue's tables, and columns that grow. */
class NewRowsTest {
    @TempDir
    static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "1")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
        SparkSession.clearDefaultSession();
        SparkSession.clearActiveSession();
    }

    private static DataSource.Table table(String name) {
        return new DataSource.Table(name, new Columns(List.of(), List.of(), Optional.empty()));
    }

    private static Optional<Watermark> kept(Arrivals arrivals) {
        StoredLists lists = ModelStore.writing(folder.resolve("store").toString(), new Configuration())
                .lists();
        return Optional.of(
                Watermark.of(JsonObject.parse(JsonObject.bytes(arrivals.seen().json(lists)), "log"), lists));
    }

    @Test
    void partitionsThatWereNotThereAreNew() {
        spark.sql(
                "create table readings (x double, day string, region string) using parquet partitioned by (day, region)");
        spark.sql(
                "insert into readings values (1, '2026-11-27', 'a b:c'), (2, '2026-11-27', null), (3, '2026-11-28', 'é')");
        Arrivals first =
                NewPartitions.find(spark, table("readings"), Optional.empty()).orElseThrow();
        Dataset<Row> all = spark.table("readings");
        assertThat(first.rows().apply(all).count()).isEqualTo(3);
        assertThat(first.earlier()).isEmpty();
        assertThat(NewPartitions.find(spark, table("readings"), kept(first))).isEmpty();

        spark.sql("insert into readings values (4, '2026-11-29', 'a b:c'), (5, '2026-11-28', 'é')");
        Arrivals second =
                NewPartitions.find(spark, table("readings"), kept(first)).orElseThrow();
        Dataset<Row> now = spark.table("readings");
        assertThat(second.rows().apply(now).select("x").collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(4.0);
        assertThat(second.earlierRows().apply(now).count()).isEqualTo(4);
        assertThat(List.of(first.night(), second.night())).containsExactly(1, 2);
        assertThat(second.seen().night()).isEqualTo(2);
        spark.sql("insert into readings values (6, '2026-11-30', null)");
        Arrivals third =
                NewPartitions.find(spark, table("readings"), kept(second)).orElseThrow();
        assertThat(nights(third, spark.table("readings"), "cast(x as int)"))
                .containsExactly("1:1", "2:1", "3:1", "4:2", "5:1");
        assertThat(second.reports()).singleElement().asString().startsWith("readings: day=2026-11-29/region=");
    }

    /** Of each row that came before, the night in which it came. */
    private static List<String> nights(Arrivals arrivals, Dataset<Row> rows, String value) {
        return arrivals
                .earlierRows()
                .apply(rows)
                .selectExpr("concat(" + value + ", ':', " + NumberedRows.NIGHT + ")")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    @Test
    void rowsOfAGrowingColumnAreOfTheNightThatReachedThem() {
        Optional<Watermark> learned = Optional.empty();
        for (int night = 1; night <= 3; night++) {
            OpenTable table = open("select cast(id as double) v from range(" + 3 * night + ")");
            Arrivals arrivals = GrowingColumn.find(table("t"), table, "v", learned, NewRowsTest::odd)
                    .orElseThrow();
            assertThat(arrivals.night()).isEqualTo(night);
            learned = kept(arrivals);
        }
        OpenTable table = open("select cast(id as bigint) v from range(11)");
        Arrivals arrivals = GrowingColumn.find(table("t"), table, "v", learned, NewRowsTest::odd)
                .orElseThrow();
        assertThat(arrivals.night()).isEqualTo(4);
        assertThat(nights(arrivals, table.rows(), "v"))
                .containsExactly("0:1", "1:1", "2:1", "3:2", "4:2", "5:2", "6:3", "7:3", "8:3");
    }

    @Test
    void nightsAreCountedOnWhereAnotherKindOfWatermarkComes() {
        OpenTable table = open("select cast(id as int) v from range(4)");
        Optional<Watermark> partitions = Optional.of(
                new Watermark.Partitions(Watermark.Partitions.none().marks().with(new TreeMap<>(Map.of("day=1", 5)))));
        assertThat(GrowingColumn.find(table("t"), table, "v", partitions, NewRowsTest::odd)
                        .orElseThrow()
                        .seen()
                        .night())
                .isEqualTo(6);
    }

    @Test
    void aTableWithoutPartitionsIsToldOf() {
        spark.sql("create table plain (x double) using parquet");
        assertThatThrownBy(() -> NewPartitions.find(spark, table("plain"), Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("retrain.new: expected a table with partitions, found plain: ");
    }

    private static OpenTable open(String query) {
        Dataset<Row> rows = spark.sql(query);
        return new OpenTable("data", TableFormat.of(table("t")), rows, List.of(rows.columns()));
    }

    private static List<String> found(Arrivals arrivals, OpenTable table) {
        return arrivals.rows().apply(table.rows()).selectExpr("cast(v as string)").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private static void odd(String warning) {
        throw new AssertionError(warning);
    }

    /** Three values and then a greater one, of a type: none is new twice. */
    private static void grows(String type, String three, String more, String greatest) {
        OpenTable before = open("select cast(col1 as " + type + ") v from values " + three);
        Arrivals first = GrowingColumn.find(table("t"), before, "v", Optional.empty(), NewRowsTest::odd)
                .orElseThrow();
        assertThat(found(first, before)).hasSize(3);
        assertThat(first.earlier()).isEmpty();
        assertThat(GrowingColumn.find(table("t"), before, "v", kept(first), NewRowsTest::odd))
                .isEmpty();
        OpenTable after = open("select cast(col1 as " + type + ") v from values " + three + ", " + more);
        Arrivals second = GrowingColumn.find(table("t"), after, "v", kept(first), NewRowsTest::odd)
                .orElseThrow();
        assertThat(found(second, after)).containsExactly(greatest);
        assertThat(second.earlierRows().apply(after.rows()).count()).isEqualTo(3);
    }

    @Test
    void rowsAboveTheGreatestValueAreNew() {
        grows("int", "(9), (10), (2)", "(11)", "11");
        grows("double", "(9.5), (10.25), (-2)", "(10.5)", "10.5");
        grows("decimal(10,2)", "(9.5), (10.25), (-2)", "(10.5)", "10.50");
        grows("date", "('2026-11-09'), ('2026-11-10'), ('2025-12-31')", "('2026-11-11')", "2026-11-11");
        grows(
                "timestamp",
                "('2026-11-09 10:00:00'), ('2026-11-10 09:30:00.000001'), ('2025-12-31')",
                "('2026-11-10 09:30:00.000002')",
                "2026-11-10 09:30:00.000002");
        grows("string", "('9'), ('10'), ('2')", "('11')", "11");
        grows("string", "('2026-11-09'), ('2026-11-10'), ('2025-12-31')", "('2026-11-11')", "2026-11-11");
    }

    @Test
    void rowsWithoutAValueAreNeverNewAndToldOf() {
        OpenTable table = open("select cast(col1 as int) v from values (1), (null), (2)");
        List<String> warnings = new ArrayList<>();
        Arrivals arrivals = GrowingColumn.find(table("t"), table, "v", Optional.empty(), warnings::add)
                .orElseThrow();
        assertThat(found(arrivals, table)).containsExactly("1", "2");
        assertThat(warnings).containsExactly("v: 1 rows have no value, and are never new");
        assertThatThrownBy(() -> GrowingColumn.find(table("t"), table, "w", Optional.empty(), warnings::add))
                .isInstanceOf(DataException.class)
                .hasMessage("retrain.new.column: expected one of the columns v, found w (table t); check the name");
        OpenTable texts = open("select col1 v from values ('a'), ('b')");
        assertThatThrownBy(() -> GrowingColumn.find(table("t"), texts, "v", kept(arrivals), warnings::add))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "retrain.new.column: expected values of v that are compared as number, as before");
    }

    @Test
    void rowsThatComeLateAreToldOfAlsoWhereNothingIsNew() {
        List<String> warnings = new ArrayList<>();
        OpenTable before = open("select cast(col1 as int) v from values (1), (3), (5)");
        Arrivals first = GrowingColumn.find(table("t"), before, "v", Optional.empty(), warnings::add)
                .orElseThrow();
        OpenTable late = open("select cast(col1 as int) v from values (1), (3), (5), (5), (2)");
        assertThat(GrowingColumn.find(table("t"), late, "v", kept(first), warnings::add))
                .isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "v: expected rows above 5, found 2 more than before that are not; they came late, and are"
                                + " not learned");
        OpenTable more = open("select cast(col1 as int) v from values (3), (5), (5), (2), (6)");
        warnings.clear();
        Arrivals second = GrowingColumn.find(table("t"), more, "v", kept(first), warnings::add)
                .orElseThrow();
        assertThat(warnings).singleElement().asString().contains("found 1 more than before");
        assertThat(found(second, more)).containsExactly("6");
        warnings.clear();
        OpenTable fewer = open("select cast(col1 as int) v from values (5), (7)");
        assertThat(GrowingColumn.find(table("t"), fewer, "v", kept(second), warnings::add))
                .isPresent();
        assertThat(warnings).as("old rows may go").isEmpty();
    }
}
