package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.data.Cell;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.ClusterSlots;

/** Rows by the values of some of their columns. They are read once, and cached until this is closed. */
public final class Slices implements AutoCloseable {
    /** The maximum number of values of a column, or of combinations of several columns. */
    public static final int MOST = 100;

    private static final int PARTITIONS_A_SLOT = 2;
    private static final String SLICE = "__thalweg_slice";
    private static final String NOTHING = "(nothing)";

    private final LabelledRows rows;
    private final Dataset<Row> sliced;
    private final List<List<String>> values;

    private Slices(LabelledRows rows, Dataset<Row> sliced, List<List<String>> values) {
        this.rows = rows;
        this.sliced = sliced;
        this.values = values;
    }

    /** The name of the slice of a row with this cell. */
    public static String of(Object cell) {
        return Cell.isMissing(cell) ? NOTHING : String.valueOf(cell);
    }

    /**
     * The slices of rows.
     *
     * @param columns one or more; each existing combination of their values is a slice
     * @param key what names the columns, for messages
     * @throws DataException if there is no such column, there are too many combinations, or a file could not be read
     */
    public static Slices of(LabelledRows rows, List<String> columns, String key) {
        OpenTable table = rows.table();
        UDF1<Object, String> slice = Slices::of;
        List<String> names = columns.stream()
                .map(column -> ColumnRoles.name(table, new org.thalweg.spark.config.Column.Named(column), key))
                .toList();
        Column ofRow = functions.array(names.stream()
                .map(name -> functions.udf(slice, DataTypes.StringType).apply(OpenTable.column(name)))
                .toArray(Column[]::new));
        // An earlier shuffle may have many partitions for few rows, and each slice would need a task for each of them.
        int partitions = PARTITIONS_A_SLOT * ClusterSlots.tasks(table.spark().sparkContext());
        Dataset<Row> sliced =
                table.rows().withColumn(SLICE, ofRow).coalesce(partitions).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Row> values = rows.reading(
                    Targets.NONE,
                    ExampleMapper::features,
                    () -> sliced.select(SLICE).distinct().limit(MOST + 1).collectAsList());
            if (values.size() > MOST) {
                throw new DataException(KeyText.of(key) + ": expected "
                        + (names.size() == 1
                                ? "a column of at most " + MOST
                                : "columns of at most " + MOST + " combined")
                        + " values, found more in " + String.join(", ", names) + " (" + table.described()
                        + "); name another, or make one of ranges");
            }
            return new Slices(
                    rows,
                    sliced,
                    inOrder(values.stream().map(row -> row.<String>getList(0)).toList(), names.size()));
        } catch (Exception | Error e) { // Spark throws checked ones, which Scala does not declare.
            sliced.unpersist();
            throw e;
        }
    }

    /** In the order of the values of the first column, then of the second. */
    private static List<List<String>> inOrder(List<List<String>> slices, int columns) {
        List<List<String>> ordered = new ArrayList<>(slices);
        for (int column = columns - 1; column >= 0; column--) {
            int at = column;
            List<String> values =
                    Cell.inOrder(slices.stream().map(value -> value.get(at)).toList());
            ordered.sort(Comparator.comparingInt(value -> values.indexOf(value.get(at))));
        }
        return ordered.stream().map(List::copyOf).toList();
    }

    /** The values, one per column, in their order: numbers by value, texts alphabetically. */
    public List<List<String>> values() {
        return values;
    }

    /** The rows of a value of each column. */
    public LabelledRows rows(List<String> value) {
        Column of = functions.array(value.stream().map(functions::lit).toArray(Column[]::new));
        return rows.with(sliced.filter(functions.col(SLICE).equalTo(of)).drop(SLICE));
    }

    @Override
    public void close() {
        sliced.unpersist();
    }
}
