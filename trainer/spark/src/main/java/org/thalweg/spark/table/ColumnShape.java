package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.thalweg.settings.KeyText;

/** The shape of a column's cells: one value, or several numbers. */
final class ColumnShape {
    private ColumnShape() {}

    /** A column's type. */
    static DataType type(OpenTable table, String column) {
        return table.rows().schema().apply(column).dataType();
    }

    /** Whether a column has one number, text or boolean per row. */
    static boolean isSingle(DataType type) {
        return type instanceof NumericType || type instanceof StringType || type instanceof BooleanType;
    }

    /** Whether a column may have dates or times; texts may be dates. */
    static boolean mayBeDates(DataType type) {
        return isDates(type) || type instanceof StringType;
    }

    /** Whether a column has a date or time type. */
    static boolean isDates(DataType type) {
        return type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /** Whether a column has several numbers per row. */
    static boolean isWide(DataType type) {
        return type instanceof BinaryType
                || type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    /**
     * The number of numbers in a cell of a wide column: from the format, or from the first row that has any; 1 if there is no
     * such row. Every other row is checked as it is read.
     *
     * @throws DataException if there is no row
     */
    static int width(OpenTable table, String column) {
        OptionalInt known =
                column.equals(OpenTable.FEATURES) ? table.format().width(table.spark()) : OptionalInt.empty();
        if (known.isPresent()) {
            return known.getAsInt();
        }
        Column cell = OpenTable.column(column);
        List<Row> first = first(table, table.rows().where(cell.isNotNull()).select(cell));
        if (!first.isEmpty()) {
            return Cells.width(first.get(0).get(0));
        }
        if (first(table, table.rows().select(cell)).isEmpty()) {
            throw table.noRow();
        }
        return 1;
    }

    private static List<Row> first(OpenTable table, Dataset<Row> rows) {
        try {
            return rows.takeAsList(1);
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            Optional<DataException> explained = new ReadFailures(table).explained(failure, row -> {});
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw failure;
        }
    }

    /** The error for a column without numbers. */
    static DataException noNumbers(OpenTable table, String column) {
        return new DataException(
                KeyText.of("data.features") + ": expected numbers, found column " + column + " of type "
                        + type(table, column).simpleString() + " (" + table.described()
                        + "); name the columns to take in " + KeyText.of("data.features"));
    }
}
