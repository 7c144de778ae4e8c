package org.thalweg.spark.table;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.data.Cell;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.ClusterSlots;

/** Rows by the values of one of their columns, read once and kept until this is closed. */
public final class Slices implements AutoCloseable {
    /** The most values of a column. */
    public static final int MOST = 100;

    private static final int PARTITIONS_A_SLOT = 2;
    private static final String SLICE = "__thalweg_slice";
    private static final String NOTHING = "(nothing)";

    private final LabelledRows rows;
    private final Dataset<Row> sliced;
    private final List<String> values;

    private Slices(LabelledRows rows, Dataset<Row> sliced, List<String> values) {
        this.rows = rows;
        this.sliced = sliced;
        this.values = values;
    }

    /** The slice that a row with this cell is in: its text. */
    public static String of(Object cell) {
        return Cell.isMissing(cell) ? NOTHING : String.valueOf(cell);
    }

    /**
     * The slices of rows.
     *
     * @param key what names the column, for messages
     * @throws DataException if there is no such column, it has too many values, or a file could not be read
     */
    public static Slices of(LabelledRows rows, String column, String key) {
        OpenTable table = rows.table();
        String name = ColumnRoles.name(table, new org.thalweg.spark.config.Column.Named(column), key);
        UDF1<Object, String> slice = Slices::of;
        Column ofRow = functions.udf(slice, DataTypes.StringType).apply(OpenTable.column(name));
        // A shuffle before has many partitions for few rows, and each slice would take a task of each.
        int partitions = PARTITIONS_A_SLOT * ClusterSlots.tasks(table.spark().sparkContext());
        Dataset<Row> sliced =
                table.rows().withColumn(SLICE, ofRow).coalesce(partitions).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<String> found = rows.reading(Targets.NONE, ExampleMapper::features, () -> sliced.select(SLICE)
                    .distinct()
                    .limit(MOST + 1)
                    .as(Encoders.STRING())
                    .collectAsList());
            if (found.size() > MOST) {
                throw new DataException(KeyText.of(key) + ": expected a column of at most " + MOST
                        + " values, found more in " + name + " (" + table.described()
                        + "); name another, or make one of ranges");
            }
            return new Slices(rows, sliced, Cell.inOrder(found));
        } catch (Exception | Error e) { // Spark throws checked ones, which Scala does not declare.
            sliced.unpersist();
            throw e;
        }
    }

    /** The values, in their order: numbers by value, texts by their letters. */
    public List<String> values() {
        return values;
    }

    /** The rows of a value. */
    public LabelledRows rows(String value) {
        return rows.with(sliced.filter(functions.col(SLICE).equalTo(value)).drop(SLICE));
    }

    @Override
    public void close() {
        sliced.unpersist();
    }
}
