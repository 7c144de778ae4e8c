package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.spark.LocalSpark;

/** Sides and ranks of rows of which many are equal. */
class OccurrenceNumbersTest {
    private static final double SHARE = 0.2;
    private static final int ROWS = 6000;
    private static final List<String> CONTENT = List.of("city", "size");
    private static final StructType SCHEMA =
            new StructType().add("city", DataTypes.StringType).add("size", DataTypes.IntegerType);

    private static SparkSession spark;
    private final List<OccurrenceNumbers> held = new ArrayList<>();

    @BeforeAll
    static void start() {
        spark = LocalSpark.session(
                "spark.sql.session.timeZone",
                "UTC",
                "spark.sql.codegen.wholeStage",
                "false",
                "spark.sql.codegen.factoryMode",
                "NO_CODEGEN");
    }

    @AfterAll
    static void stop() {
        LocalSpark.end(spark);
    }

    @AfterEach
    void letGo() {
        held.forEach(OccurrenceNumbers::unpersist);
    }

    private static double deviation(long rows, double share) {
        return Math.sqrt(rows * share * (1 - share));
    }

    private static long holdOut(Dataset<Row> keyed) {
        return ContentSplit.side(keyed, true).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal", "ten", "half", "zipf", "unlike"})
    void theShareIsFairEveryNight(String how) {
        for (int runNumber = 1; runNumber <= 3; runNumber++) {
            Dataset<Row> keyed = keyed(table(of(how, runNumber), 3), runNumber, CONTENT);
            assertThat(keyed.count()).isEqualTo(ROWS);
            assertThat((double) holdOut(keyed))
                    .as("night %d", runNumber)
                    .isBetween(SHARE * ROWS - 5 * deviation(ROWS, SHARE), SHARE * ROWS + 5 * deviation(ROWS, SHARE));
        }
    }

    /** Of each row how many are on which side, and all ranks. */
    private static Map<String, Long> sides(Dataset<Row> keyed) {
        return counts(keyed.selectExpr(
                "concat_ws('|', city, cast(size as int), " + ContentSplit.HOLD_OUT + ", " + ContentSplit.RANK + ")"));
    }

    private static Map<String, Long> counts(Dataset<Row> texts) {
        return new TreeMap<>(texts.collectAsList().stream()
                .collect(Collectors.groupingBy(row -> row.getString(0), Collectors.counting())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal", "half", "zipf"})
    void neitherOrderNorPartitionsMatter(String how) {
        List<Row> rows = of(how, 1);
        Map<String, Long> sides = sides(keyed(table(rows, 1), 1, CONTENT));
        for (int partitions : new int[] {2, 7}) {
            Collections.shuffle(rows, new Random(partitions));
            assertThat(sides(keyed(table(rows, partitions), 1, CONTENT, partitions)))
                    .isEqualTo(sides);
        }
    }

    /** The number of held-out copies of each row: the same if the columns have other types. */
    @Test
    void noRowMovesAcrossWhenAColumnsTypeChanges() {
        Dataset<Row> rows = table(of("zipf", 1), 3);
        Map<String, Long> sides = sides(keyed(rows, 1, CONTENT));
        for (String type : List.of("bigint", "float", "double", "decimal(20,4)", "string")) {
            Dataset<Row> other = rows.withColumn("size", functions.col("size").cast(type));
            assertThat(sides(keyed(other, 1, CONTENT))).as(type).isEqualTo(sides);
        }
    }

    private static Map<String, Long> apartBySize(Dataset<Row> keyed) {
        return counts(ContentSplit.side(keyed, true).selectExpr("cast(size as string)"));
    }

    @Test
    void noRowMovesAcrossWhenItComesAgainOrColumnsAreAdded() {
        Dataset<Row> rows = table(of("zipf", 1), 3);
        Map<String, Long> holdOut = apartBySize(keyed(rows, 1, CONTENT));
        assertThat(apartBySize(keyed(rows, 2, CONTENT))).as("another night").isEqualTo(holdOut);
        Dataset<Row> wider = rows.withColumn("id", functions.expr("uuid()"));
        assertThat(apartBySize(keyed(wider, 1, CONTENT))).as("a column more").isEqualTo(holdOut);
        Dataset<Row> sorted = rows.withColumn("size", functions.col("size")).select("size", "city");
        assertThat(apartBySize(keyed(sorted, 1, CONTENT))).as("another order").isEqualTo(holdOut);
    }

    /** Rows that are equal in the first run's columns and differ in another are numbered in one order. */
    @Test
    void rowsThatALaterColumnReportsApartKeepTheirSides() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create("city", 7, (double) i));
        }
        StructType schema = SCHEMA.add("later", DataTypes.DoubleType);
        Map<String, Long> holdOut = later(keyed(table(rows, schema, 1), 1, CONTENT));
        assertThat(holdOut.values().stream().mapToLong(count -> count).sum())
                .isBetween((long) (SHARE * ROWS - 5 * deviation(ROWS, SHARE)), (long)
                        (SHARE * ROWS + 5 * deviation(ROWS, SHARE)));
        Collections.shuffle(rows, new Random(1));
        assertThat(later(keyed(table(rows, schema, 5), 1, CONTENT))).isEqualTo(holdOut);
        Dataset<Row> texts = table(rows, schema, 3).withColumn("later", functions.expr("cast(later as int)"));
        assertThat(later(keyed(texts, 1, CONTENT))).as("another type").isEqualTo(holdOut);
    }

    private static Map<String, Long> later(Dataset<Row> keyed) {
        return counts(ContentSplit.side(keyed, true).selectExpr("cast(cast(later as int) as string)"));
    }

    /** Rows are numbered per run, even if the rows of all runs are read at once, as with rehearsal: all. */
    @Test
    void allNightsAtOnceHaveTheSidesThatEachHad() {
        Dataset<Row> first = table(of("zipf", 1), 2);
        Dataset<Row> second = table(of("zipf", 2), 2);
        Map<String, Long> byRunNumber = new TreeMap<>(sides(keyed(first, 1, CONTENT)));
        sides(keyed(second, 2, CONTENT)).forEach((side, count) -> byRunNumber.merge(side, count, Long::sum));
        Dataset<Row> all = first.withColumn(OccurrenceNumbers.RUN_NUMBER, functions.lit(1))
                .union(second.withColumn(OccurrenceNumbers.RUN_NUMBER, functions.lit(2)));
        assertThat(sides(keyed(all, CONTENT, 3))).isEqualTo(byRunNumber);
    }

    /** The n lowest ranks of two runs contain each content in proportion to its share. */
    @ParameterizedTest
    @ValueSource(strings = {"ten", "zipf"})
    void aSampleIsFairToRows(String how) {
        Map<Integer, Integer> all = new HashMap<>();
        Dataset<Row> union = null;
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            List<Row> rows = of(how, runNumber);
            rows.forEach(row -> all.merge(row.getInt(1), 1, Integer::sum));
            Dataset<Row> kept = ContentSplit.sample(keyed(table(rows, 3), runNumber, CONTENT), 1000);
            union = union == null ? kept : union.union(kept);
        }
        Map<Integer, Long> sampled = ContentSplit.sample(union, 1000).collectAsList().stream()
                .collect(Collectors.groupingBy(row -> row.getInt(1), Collectors.counting()));
        assertThat(sampled.values().stream().mapToLong(count -> count).sum()).isEqualTo(1000);
        all.forEach((content, count) -> {
            double share = count / (2.0 * ROWS);
            assertThat((double) sampled.getOrDefault(content, 0L))
                    .as("content %d", content)
                    .isBetween(
                            1000 * share - 5 * deviation(1000, share) - 1,
                            1000 * share + 5 * deviation(1000, share) + 1);
        });
    }

    @Test
    void aSampleByLabelIsFairWithinTheLabel() {
        Dataset<Row> keyed = keyed(table(of("ten", 1), 3), 1, CONTENT);
        Map<String, Long> all = counts(keyed.select("city"));
        List<Row> sampled = ContentSplit.sampleByLabel(keyed, 1400, "city", 7).collectAsList();
        assertThat(sampled.stream().collect(Collectors.groupingBy(row -> row.getString(0), Collectors.counting())))
                .allSatisfy((city, count) -> assertThat(count).isEqualTo(Math.min(200, all.get(city))));
        // City 0 is of the sizes 0 and 7, about half each.
        long sevens = sampled.stream().filter(row -> row.getInt(1) == 7).count();
        assertThat((double) sevens).isBetween(100 - 5 * deviation(200, 0.5), 100 + 5 * deviation(200, 0.5));
    }

    /** The copies of one row are made again in all partitions. */
    @Test
    void noPartitionHoldsAllCopies() {
        OccurrenceNumbers numbered = new OccurrenceNumbers(
                table(of("equal", 1), 3).withColumn(OccurrenceNumbers.RUN_NUMBER, functions.lit(1)),
                CONTENT,
                CONTENT,
                4);
        held.add(numbered);
        List<Long> sizes = numbered.rows().groupBy(functions.spark_partition_id()).count().collectAsList().stream()
                .map(row -> row.getLong(1))
                .toList();
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(4).allMatch(size -> size < ROWS / 2);
        assertThat(numbered.rows().select(OccurrenceNumbers.NUMBER).distinct().count())
                .isEqualTo(ROWS);
    }

    /** Which of the contents each row has. */
    private static List<Row> of(String how, long seed) {
        Random random = new Random(seed);
        IntUnaryOperator draw =
                switch (how) {
                    case "equal" -> row -> 0;
                    case "ten" -> row -> random.nextInt(10);
                    case "half" -> row -> random.nextBoolean() ? 0 : 1 + row;
                    case "zipf" -> row -> (int) Math.min(1000, Math.pow(random.nextDouble(), -1 / 0.5)) - 1;
                    default -> row -> row;
                };
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int content = draw.applyAsInt(i);
            rows.add(RowFactory.create("city " + content % 7, content));
        }
        return rows;
    }

    private static Dataset<Row> table(List<Row> rows, int partitions) {
        return table(rows, SCHEMA, partitions);
    }

    /** Rows whose partitions are lists of neighbours. */
    private static Dataset<Row> table(List<Row> rows, StructType schema, int partitions) {
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions), schema);
    }

    private Dataset<Row> keyed(Dataset<Row> rows, int runNumber, List<String> content) {
        return keyed(rows, runNumber, content, 3);
    }

    private Dataset<Row> keyed(Dataset<Row> rows, int runNumber, List<String> content, int partitions) {
        return keyed(rows.withColumn(OccurrenceNumbers.RUN_NUMBER, functions.lit(runNumber)), content, partitions);
    }

    private Dataset<Row> keyed(Dataset<Row> rows, List<String> content, int partitions) {
        List<String> columns = Arrays.stream(rows.columns())
                .filter(name -> !name.equals(OccurrenceNumbers.RUN_NUMBER))
                .toList();
        OccurrenceNumbers numbered = new OccurrenceNumbers(rows, content, columns, partitions);
        held.add(numbered);
        return ContentSplit.keyed(numbered.rows(), new LearningState.HoldOutRule(42, SHARE, content));
    }
}
