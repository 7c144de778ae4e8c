package org.thalweg.spark.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column whose values have an order: numbers, texts that are all numbers (as those of CSV files may be), times by their
 * microseconds, and all else by its text, as dates are.
 */
public final class OrderedColumn {
    private static final String NUMBER = "number";
    private static final String MICROS = "micros";
    private static final String TEXT = "text";

    private final OpenTable table;
    private final String column;
    private final String type;

    private OrderedColumn(OpenTable table, String column) {
        this.table = table;
        this.column = column;
        this.type = typeOf();
    }

    /**
     * A column of a table; of one of texts all are read, to see whether they are numbers.
     *
     * @param column is there
     */
    public static OrderedColumn of(OpenTable table, String column) {
        return new OrderedColumn(table, column);
    }

    /** What the values are compared as. */
    public String type() {
        return type;
    }

    /** The values as they are compared; null where a row has none. */
    public Column value() {
        Column plain = OpenTable.column(column);
        return switch (type) {
            case NUMBER -> dataType() instanceof StringType ? number() : plain;
            case MICROS -> functions.expr("unix_micros(`" + column.replace("`", "``") + "`)");
            default -> plain.cast("string");
        };
    }

    /** A value as text, to compare with: also where the column held other numbers by then, as 8.0 before whole ones. */
    public Column bound(String value) {
        boolean whole = dataType() instanceof IntegralType;
        String wide = value.matches("-?[0-9]{1,38}") ? "decimal(38,0)" : "double";
        return functions.lit(value).cast(type.equals(NUMBER) && whole ? wide : cast());
    }

    private String cast() {
        return switch (type) {
            case NUMBER ->
                dataType() instanceof StringType ? "double" : dataType().catalogString();
            case MICROS -> "bigint";
            default -> "string";
        };
    }

    private DataType dataType() {
        return table.rows().schema().apply(column).dataType();
    }

    private String typeOf() {
        if (dataType() instanceof NumericType) {
            return NUMBER;
        }
        if (dataType() instanceof TimestampType) {
            return MICROS;
        }
        if (!(dataType() instanceof StringType)) {
            return TEXT;
        }
        Column text = OpenTable.column(column);
        long others = table.rows()
                .agg(functions.count(functions.when(text.isNotNull().and(number().isNull()), functions.lit(1))))
                .first()
                .getLong(0);
        return others == 0 ? NUMBER : TEXT;
    }

    private Column number() {
        return functions.expr("try_cast(`" + column.replace("`", "``") + "` as double)");
    }
}
