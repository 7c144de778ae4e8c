package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
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

    private static Optional<Watermark> kept(NewData newData) {
        StoredLists lists = ModelStore.writing(folder.resolve("store").toString(), new Configuration())
                .lists();
        return Optional.of(
                Watermark.of(JsonObject.parse(JsonObject.bytes(newData.seen().json(lists)), "log"), lists));
    }

    @Test
    void partitionsThatWereNotThereAreNew() {
        spark.sql(
                "create table readings (x double, day string, region string) using parquet partitioned by (day, region)");
        spark.sql(
                "insert into readings values (1, '2026-11-27', 'a b:c'), (2, '2026-11-27', null), (3, '2026-11-28', 'é')");
        NewData first =
                NewPartitions.find(spark, table("readings"), Optional.empty()).orElseThrow();
        Dataset<Row> all = spark.table("readings");
        assertThat(first.rows().apply(all).count()).isEqualTo(3);
        assertThat(first.earlier()).isEmpty();
        assertThat(NewPartitions.find(spark, table("readings"), kept(first))).isEmpty();

        spark.sql("insert into readings values (4, '2026-11-29', 'a b:c'), (5, '2026-11-28', 'é')");
        NewData second =
                NewPartitions.find(spark, table("readings"), kept(first)).orElseThrow();
        Dataset<Row> now = spark.table("readings");
        assertThat(second.rows().apply(now).select("x").collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(4.0);
        assertThat(second.earlierRows().apply(now).count()).isEqualTo(4);
        assertThat(List.of(first.runNumber(), second.runNumber())).containsExactly(1, 2);
        assertThat(second.seen().runNumber()).isEqualTo(2);
        spark.sql("insert into readings values (6, '2026-11-30', null)");
        NewData third =
                NewPartitions.find(spark, table("readings"), kept(second)).orElseThrow();
        assertThat(nights(third, spark.table("readings"), "cast(x as int)"))
                .containsExactly("1:1", "2:1", "3:1", "4:2", "5:1");
        assertThat(second.reports()).singleElement().asString().startsWith("readings: day=2026-11-29/region=");
    }

    @Test
    void thousandsOfPartitionsMayBeNewAtOnce() {
        spark.sql("create table many (x double, day int, region string) using parquet partitioned by (day, region)");
        spark.sql(IntStream.range(0, 6000)
                .mapToObj(i -> "partition (day=" + i / 2 + ", region='" + (i % 2 == 0 ? "a/b" : "é") + "')")
                .collect(Collectors.joining(" ", "alter table many add ", "")));
        NewData first =
                NewPartitions.find(spark, table("many"), Optional.empty()).orElseThrow();
        String rows = "select cast(id as double) x, cast(id div 3 as int) day, element_at(array('a/b', 'é', null),"
                + " cast(id % 3 as int) + 1) region from range(9300)";
        assertThat(first.rows().apply(spark.sql(rows)).count()).isEqualTo(6000);
        spark.sql("alter table many add partition (day=3050, region='é')");
        NewData second = NewPartitions.find(spark, table("many"), kept(first)).orElseThrow();
        assertThat(second.rows().apply(spark.sql(rows)).collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(9151.0);
        assertThat(second.earlierRows().apply(spark.sql(rows)).count()).isEqualTo(6000);
    }

    /** The run number of each earlier row. */
    private static List<String> nights(NewData newData, Dataset<Row> rows, String value) {
        return newData
                .earlierRows()
                .apply(rows)
                .selectExpr("concat(" + value + ", ':', " + OccurrenceNumbers.RUN_NUMBER + ")")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    @Test
    void rowsOfAGrowingColumnAreOfTheNightThatReachedThem() {
        Optional<Watermark> learned = Optional.empty();
        for (int runNumber = 1; runNumber <= 3; runNumber++) {
            OpenTable table = open("select cast(id as double) v from range(" + 3 * runNumber + ")");
            NewData newData = find("v", table, learned, NewRowsTest::odd).orElseThrow();
            assertThat(newData.runNumber()).isEqualTo(runNumber);
            learned = kept(newData);
        }
        OpenTable table = open("select cast(id as bigint) v from range(11)");
        NewData newData = find("v", table, learned, NewRowsTest::odd).orElseThrow();
        assertThat(newData.runNumber()).isEqualTo(4);
        assertThat(nights(newData, table.rows(), "v"))
                .containsExactly("0:1", "1:1", "2:1", "3:2", "4:2", "5:2", "6:3", "7:3", "8:3");
    }

    @Test
    void nightsAreCountedOnWhereAnotherKindOfWatermarkComes() {
        OpenTable table = open("select cast(id as int) v from range(4)");
        Optional<Watermark> partitions = Optional.of(
                new Watermark.Partitions(Watermark.Partitions.none().marks().with(new TreeMap<>(Map.of("day=1", 5)))));
        assertThat(find("v", table, partitions, NewRowsTest::odd)
                        .orElseThrow()
                        .seen()
                        .runNumber())
                .isEqualTo(6);
    }

    @Test
    void aTableWithoutPartitionsIsReported() {
        spark.sql("create table plain (x double) using parquet");
        assertThatThrownBy(() -> NewPartitions.find(spark, table("plain"), Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("retrain.new: expected a table with partitions, found plain: ");
    }

    private static OpenTable open(String query) {
        Dataset<Row> rows = spark.sql(query);
        return new OpenTable("data", TableFormat.of(table("t")), rows, List.of(rows.columns()));
    }

    private static Optional<NewData> find(
            String column, OpenTable table, Optional<Watermark> learned, Consumer<String> warnings) {
        return GrowingColumn.find(table("t"), table, column, learned, OptionalDouble.of(1), warnings);
    }

    private static List<String> found(NewData newData, OpenTable table) {
        return newData.rows().apply(table.rows()).selectExpr("cast(v as string)").collectAsList().stream()
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
        NewData first = find("v", before, Optional.empty(), NewRowsTest::odd).orElseThrow();
        assertThat(found(first, before)).hasSize(3);
        assertThat(first.earlier()).isEmpty();
        assertThat(find("v", before, kept(first), NewRowsTest::odd)).isEmpty();
        OpenTable after = open("select cast(col1 as " + type + ") v from values " + three + ", " + more);
        NewData second = find("v", after, kept(first), NewRowsTest::odd).orElseThrow();
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
    void rowsWithoutAValueAreNeverNewAndReportedOf() {
        OpenTable table = open("select cast(col1 as int) v from values (1), (null), (2)");
        List<String> warnings = new ArrayList<>();
        NewData newData = find("v", table, Optional.empty(), warnings::add).orElseThrow();
        assertThat(found(newData, table)).containsExactly("1", "2");
        assertThat(warnings).containsExactly("v: 1 rows have no finite number, and are never learned");
        assertThatThrownBy(() -> find("w", table, Optional.empty(), warnings::add))
                .isInstanceOf(DataException.class)
                .hasMessage("retrain.new.column: expected one of the columns v, found w (table t); check the name");
        OpenTable texts = open("select col1 v from values ('a'), ('b')");
        assertThatThrownBy(() -> find("v", texts, kept(newData), warnings::add))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "retrain.new.column: expected values of v that are compared as number, as before");
    }

    @Test
    void rowsThatComeLateAreReportedOfAlsoWhereNothingIsNew() {
        List<String> warnings = new ArrayList<>();
        OpenTable before = open("select cast(col1 as int) v from values (1), (3), (5)");
        NewData first = find("v", before, Optional.empty(), warnings::add).orElseThrow();
        OpenTable late = open("select cast(col1 as int) v from values (1), (3), (5), (5), (2)");
        assertThat(find("v", late, kept(first), warnings::add)).isEmpty();
        assertThat(warnings)
                .containsExactly("v: expected rows above 5, found 2 that arrived late with values not above it; they"
                        + " are not learned");
        OpenTable more = open("select cast(col1 as int) v from values (3), (5), (5), (2), (6)");
        warnings.clear();
        NewData second = find("v", more, kept(first), warnings::add).orElseThrow();
        assertThat(warnings).singleElement().asString().contains("found 1 that arrived late");
        assertThat(found(second, more)).containsExactly("6");
        warnings.clear();
        OpenTable fewer = open("select cast(col1 as int) v from values (5), (7)");
        assertThat(find("v", fewer, kept(second), warnings::add)).isPresent();
        assertThat(warnings).as("old rows may go").isEmpty();
    }

    @Test
    void aNumberThatIsNotFiniteIsNeverNew() {
        for (String type : List.of("double", "float", "string")) {
            List<String> warnings = new ArrayList<>();
            OpenTable table =
                    open("select cast(col1 as " + type + ") v from values ('1'), ('2'), ('NaN'), ('Infinity')");
            NewData first = find("v", table, Optional.empty(), warnings::add).orElseThrow();
            assertThat(found(first, table)).as(type).hasSize(2);
            assertThat(warnings).containsExactly("v: 2 rows have no finite number, and are never learned");
            OpenTable more = open("select cast(col1 as " + type + ") v from values ('NaN'), ('1'), ('2'), ('3')");
            NewData second = find("v", more, kept(first), warnings::add).orElseThrow();
            assertThat(found(second, more)).as(type).hasSize(1);
            assertThat(second.earlierRows().apply(more.rows()).count()).isEqualTo(2);
        }
    }

    @Test
    void aStoreThatHasLearnedUpToNaNIsRefused() {
        OpenTable table = open("select cast(col1 as double) v from values (1), (2)");
        Watermark nan = new Watermark.Greatest("v", "number", new TreeMap<>(Map.of(1, "NaN")), 2);
        assertThatThrownBy(() -> find("v", table, Optional.of(nan), NewRowsTest::odd))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "retrain.new.column: expected a number up to which v has been learned, found NaN, above which"
                                + " nothing is new (the store's log); reset it with models rollback --watermark, or start a"
                                + " new store");
    }

    @Test
    void aTextAmongDatesIsRefused() {
        OpenTable table = open("select col1 v from values ('2026-11-09'), ('2026-11-10'), ('unknown')");
        assertThatThrownBy(() -> find("v", table, Optional.empty(), NewRowsTest::odd))
                .isInstanceOf(DataException.class)
                .hasMessage("retrain.new.column: expected a date or time such as 2026-11-29 in every row of v, found"
                        + " \"unknown\" in one (table t); leave such values empty, or name another column");
    }

    private static final String DAYS = "date_add(date'2025-01-01', cast(id % 600 as int))";

    /** The breaches of a first run whose rows contain a value, and of a second run in which it arrives. */
    private static void assertJump(String value, String of, String jump, String message) {
        String rows = "select " + value + " v from range(3000)";
        OpenTable plain = open(rows);
        NewData first = find("v", plain, Optional.empty(), NewRowsTest::odd).orElseThrow();
        assertThat(first.breaches()).as(value).isEmpty();
        OpenTable off = open(rows + " union all select cast(" + jump + " as " + of + ") v");
        for (Optional<Watermark> learned : List.of(Optional.<Watermark>empty(), kept(first))) {
            assertThat(find("v", off, learned, NewRowsTest::odd).orElseThrow().breaches())
                    .as(value)
                    .containsExactly(
                            "v: jump: expected values that continue from " + message + " in 1 rows, above a gap of more"
                                    + " than 1 times the range of all values below (to accept them in one run: --set"
                                    + " retrain.checks.jump=off)");
        }
    }

    @Test
    void aFarOffValueMustNotBeLearned() {
        assertJump("cast(2010 + id % 17 as int)", "int", "9999", "2026, found up to 9999");
        assertJump("cast(2010 + id % 17 as string)", "string", "9999", "2026, found up to 9999");
        assertJump(DAYS, "date", "'9999-12-31'", "2026-08-23, found up to 9999-12-31");
        assertJump("cast(" + DAYS + " as string)", "string", "'2999-12-31'", "2026-08-23, found up to 2999-12-31");
        assertJump(
                "cast(" + DAYS + " as timestamp)",
                "timestamp",
                "'2062-08-24'",
                "2026-08-23T00:00:00Z, found up to 2062-08-24T00:00:00Z");
        assertJump(
                "cast(" + DAYS + " as timestamp_ntz)",
                "timestamp_ntz",
                "'9999-12-31'",
                "2026-08-23 00:00:00, found up to 9999-12-31 00:00:00");
    }

    @Test
    void aSingleFarOffRowMustNotBeLearned() {
        OpenTable one = open("select date'2026-11-29' v");
        NewData first = find("v", one, Optional.empty(), NewRowsTest::odd).orElseThrow();
        OpenTable off = open("select date'9999-12-31' v");
        assertThat(find("v", off, kept(first), NewRowsTest::odd).orElseThrow().breaches())
                .singleElement()
                .asString()
                .startsWith("v: jump: expected values that continue from 2026-11-29, found up to 9999-12-31 in 1 rows");
        NewData accepted = GrowingColumn.find(
                        table("t"), off, "v", kept(first), OptionalDouble.empty(), NewRowsTest::odd)
                .orElseThrow();
        assertThat(accepted.breaches()).isEmpty();
    }

    /** Rows of days, given as days and how many rows each has. */
    private static OpenTable days(String... rows) {
        return open(String.join(
                " union all ",
                Stream.of(rows)
                        .map(row -> "select date'" + row.substring(0, 10) + "' v from range(" + row.substring(11) + ")")
                        .toList()));
    }

    @Test
    void whatGrowsMayPauseAndBeUneven() {
        OpenTable before = days("2026-01-01 9000", "2026-01-25 2", "2026-02-20 2", "2026-04-01 2", "2026-06-20 1");
        NewData first = find("v", before, Optional.empty(), NewRowsTest::odd).orElseThrow();
        assertThat(first.breaches()).as("few rows, the gaps of which widen").isEmpty();
        OpenTable after = days("2030-01-01 3", "2030-01-02 500");
        assertThat(find("v", after, kept(first), NewRowsTest::odd).orElseThrow().breaches())
                .as("all new rows after a pause")
                .isEmpty();
        OpenTable lone = days("1970-01-01 5", "2026-01-01 100", "2026-01-02 1");
        assertThat(find("v", lone, Optional.empty(), NewRowsTest::odd)
                        .orElseThrow()
                        .breaches())
                .as("old ones for none")
                .isEmpty();
    }

    @Test
    void wholeNumbersInTextsAreComparedExactly() {
        OpenTable before = open("select cast(9007199254740890 + id as string) v from range(103)");
        NewData first = find("v", before, Optional.empty(), NewRowsTest::odd).orElseThrow();
        assertThat(first.seen())
                .isEqualTo(new Watermark.Greatest("v", "number", new TreeMap<>(Map.of(1, "9007199254740992")), 103));
        OpenTable after = open("select cast(9007199254740890 + id as string) v from range(104)");
        NewData second = find("v", after, kept(first), NewRowsTest::odd).orElseThrow();
        assertThat(found(second, after)).containsExactly("9007199254740993");
        assertThat(second.earlierRows().apply(after.rows()).count()).isEqualTo(103);
        OpenTable fractions = open("select col1 v from values ('9007199254740993'), ('9007199254740993.5')");
        NewData third = find("v", fractions, kept(second), NewRowsTest::odd).orElseThrow();
        assertThat(found(third, fractions)).containsExactly("9007199254740993.5");
        OpenTable whole = open("select cast(9007199254740992 + id as string) v from range(4)");
        NewData fourth = find("v", whole, kept(third), NewRowsTest::odd).orElseThrow();
        assertThat(nights(fourth, whole.rows(), "v")).containsExactly("9007199254740992:1", "9007199254740993:2");
    }

    /** Until now texts were learned up to a double. */
    @Test
    void whatWasLearnedUpToADoubleIsNotLearnedAgain() {
        OpenTable table = open("select cast(9007199254740989 + id as string) v from range(8)");
        Watermark known =
                new Watermark.Greatest("v", "number", new TreeMap<>(Map.of(1, "11.0", 2, "9.007199254740992E15")), 5);
        NewData newData = find("v", table, Optional.of(known), NewRowsTest::odd).orElseThrow();
        assertThat(found(newData, table)).containsExactly("9007199254740994", "9007199254740995", "9007199254740996");
    }

    @Test
    void rowsThatArriveWhileOthersAreReadWaitForTheNextNight() {
        for (String type : List.of("int", "double", "string")) {
            OpenTable found = open("select cast(id as " + type + ") v from range(10, 14)");
            NewData first = find("v", found, Optional.empty(), NewRowsTest::odd).orElseThrow();
            OpenTable read = open("select cast(id as " + type + ") v from range(10, 16)");
            assertThat(found(first, read)).as(type).hasSize(4);
            NewData second = find("v", read, kept(first), NewRowsTest::odd).orElseThrow();
            OpenTable later = open("select cast(id as " + type + ") v from range(10, 18)");
            assertThat(found(second, later)).as(type).hasSize(2);
            assertThat(nights(second, later.rows(), "cast(v as int)"))
                    .as(type)
                    .containsExactly("10:1", "11:1", "12:1", "13:1");
        }
    }
}
