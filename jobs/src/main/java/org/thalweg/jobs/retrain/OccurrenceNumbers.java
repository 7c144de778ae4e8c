package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.spark.table.CanonicalContent;
import org.thalweg.spark.table.OpenTable;

/**
 * Numbers equal rows of one run as 0, 1, 2, …. Rows are equal if their {@linkplain CanonicalContent canonical values}
 * in the columns of the store's first run are equal.
 *
 * <p>Rows that are equal in all columns are interchangeable, so only their count matters: tasks merge them into (row,
 * count) before one shuffle by content adds the counts. Rows that are equal in the first run's columns and differ in
 * later ones are numbered in the order of the canonical values of the later columns, independent of partitions. The
 * copies of a row are made from (row, count) in many tasks, {@value #CHUNK} at a time.
 */
final class OccurrenceNumbers {
    /** Number of the run in which the row arrived: an int. */
    static final String RUN_NUMBER = ContentSplit.SINCE;

    /** The hash of the canonical values of the first run's columns. */
    static final String CONTENT = "__thalweg_content";

    /** The row's number among the equal rows of its run, from 0. */
    static final String NUMBER = "__thalweg_number";

    private static final String LATER = "__thalweg_later";
    private static final String EXACT = "__thalweg_exact";
    private static final String COPIES = "__thalweg_copies";
    private static final String FIRST = "__thalweg_first";
    private static final String END = "__thalweg_end";
    private static final String PART = "__thalweg_part";

    private static final int CHUNK_BITS = 6;
    private static final long CHUNK = 1L << CHUNK_BITS;

    private final Dataset<Row> counted;
    private final int partitions;

    /**
     * Rows, read once, when a Spark job first needs them.
     *
     * @param rows rows with their run number in {@link #RUN_NUMBER}
     * @param content the first run's columns; one that the rows lack counts as null
     * @param columns all columns except hidden ones
     * @param partitions number of partitions in which the rows are counted and cached
     */
    OccurrenceNumbers(Dataset<Row> rows, List<String> content, List<String> columns, int partitions) {
        this.partitions = partitions;
        this.counted = counted(rows, content, columns).persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Releases the cached rows. */
    void unpersist() {
        counted.unpersist();
    }

    /**
     * One row for all rows that are equal in every column, with the range of their numbers: FIRST (inclusive) to END
     * (exclusive).
     */
    private Dataset<Row> counted(Dataset<Row> rows, List<String> content, List<String> columns) {
        WindowSpec equal = Window.partitionBy(functions.col(RUN_NUMBER), functions.col(CONTENT))
                .orderBy(functions.col(LATER), functions.col(EXACT));
        Column copies = functions.col(COPIES);
        Column upTo = functions.sum(copies).over(equal.rangeBetween(Window.unboundedPreceding(), Window.currentRow()));
        Column before = functions
                .sum(copies)
                .over(equal.rowsBetween(Window.unboundedPreceding(), Window.currentRow()))
                .minus(copies);
        String rank = "__thalweg_of_all";
        String place = "__thalweg_place";
        // Rows that are equal in every column have the same rank; the first of them is the one whose row number equals
        // the rank.
        return merged(rows, content, columns)
                .repartition(partitions, functions.col(RUN_NUMBER), functions.col(CONTENT))
                .withColumn(END, upTo)
                .withColumn(FIRST, before)
                .withColumn(rank, functions.rank().over(equal))
                .withColumn(place, functions.row_number().over(equal))
                .filter(functions.col(rank).equalTo(functions.col(place)))
                .drop(rank, place, LATER, EXACT, COPIES);
    }

    private static Dataset<Row> merged(Dataset<Row> rows, List<String> content, List<String> columns) {
        Dataset<Row> hashed = rows.withColumn(EXACT, exact(rows));
        List<String> all = List.of(hashed.columns());
        TreeSet<String> later = new TreeSet<>(columns);
        content.forEach(later::remove);
        String[] names = later.toArray(String[]::new);
        MergedRows.ColumnIndices places = new MergedRows.ColumnIndices(
                content.stream().mapToInt(all::indexOf).toArray(),
                Arrays.stream(names).mapToInt(all::indexOf).toArray(),
                names,
                all.indexOf(RUN_NUMBER),
                all.indexOf(EXACT));
        StructType schema = hashed.schema()
                .add(CONTENT, DataTypes.LongType)
                .add(LATER, DataTypes.LongType)
                .add(COPIES, DataTypes.LongType);
        MapPartitionsFunction<Row, Row> merge = part -> new MergedRows(part, places);
        return hashed.mapPartitions(merge, Encoders.row(schema))
                .select(Arrays.stream(schema.fields())
                        .map(OccurrenceNumbers::withMetadata)
                        .toArray(Column[]::new));
    }

    /** Restores the metadata that mapping rows has dropped, such as a vector column's width. */
    private static Column withMetadata(StructField field) {
        return OpenTable.column(field.name()).as(field.name(), field.metadata());
    }

    /** A hash of all cells, except maps and variants, which Spark cannot hash. */
    private static Column exact(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        columns.add(functions.lit(0L));
        for (StructField field : rows.schema().fields()) {
            String type = field.dataType().catalogString();
            if (!type.contains("map<") && !type.contains("variant")) {
                columns.add(OpenTable.column(field.name()));
            }
        }
        return functions.xxhash64(columns.toArray(Column[]::new));
    }

    /** All rows, each with its number. The copies of a very frequent row are made in many tasks. */
    Dataset<Row> rows() {
        Column first = functions.col(FIRST);
        Column end = functions.col(END);
        Column chunk = functions.lit(CHUNK);
        Column part = functions.col(PART);
        Dataset<Row> few =
                counted.filter(first.lt(chunk)).withColumn(NUMBER, numbers(first, functions.least(end, chunk)));
        Dataset<Row> many = counted.filter(end.gt(chunk))
                .withColumn(
                        PART,
                        functions.explode(functions.sequence(
                                functions.shiftright(functions.greatest(first, chunk), CHUNK_BITS),
                                functions.shiftright(end.minus(functions.lit(1L)), CHUNK_BITS))))
                .repartition(partitions, functions.col(RUN_NUMBER), functions.col(CONTENT), part)
                .withColumn(
                        NUMBER,
                        numbers(
                                functions.greatest(first, part.multiply(chunk)),
                                functions.least(
                                        end, part.plus(functions.lit(1L)).multiply(chunk))))
                .drop(PART);
        return few.union(many).drop(FIRST, END);
    }

    private static Column numbers(Column first, Column end) {
        return functions.explode(functions.sequence(first, end.minus(functions.lit(1L))));
    }
}
