package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The fields of nested columns as separate columns, {@code a.b} for a column a. An existing column with such a name takes
 * precedence.
 */
final class NestedColumns {
    private NestedColumns() {}

    /** Rows with the fields of their nested columns after their columns. */
    static Dataset<Row> with(Dataset<Row> rows) {
        Map<String, Column> fields = new LinkedHashMap<>();
        for (StructField field : rows.schema().fields()) {
            gather(field.name(), OpenTable.column(field.name()), field, fields);
        }
        fields.keySet().removeAll(List.of(rows.columns()));
        if (fields.isEmpty()) {
            return rows;
        }
        List<Column> all = new ArrayList<>();
        for (String name : rows.columns()) {
            all.add(OpenTable.column(name));
        }
        fields.forEach((name, field) -> all.add(field.as(name)));
        return rows.select(all.toArray(Column[]::new));
    }

    private static void gather(String path, Column column, StructField of, Map<String, Column> to) {
        if (!(of.dataType() instanceof StructType struct)) {
            return;
        }
        for (StructField field : struct.fields()) {
            String name = path + "." + field.name();
            Column cell = column.getField(field.name());
            if (field.dataType() instanceof StructType) {
                gather(name, cell, field, to);
            } else {
                to.putIfAbsent(name, cell);
            }
        }
    }

    /**
     * The fields' names.
     *
     * @param columns the original columns
     */
    static List<String> fields(StructType schema, List<String> columns) {
        List<String> fields = new ArrayList<>(plain(schema, columns));
        fields.removeAll(columns);
        return fields;
    }

    /** The names of columns, with nested columns replaced by their fields. */
    static List<String> plain(StructType schema, List<String> columns) {
        List<String> there = List.of(schema.fieldNames());
        List<String> plain = new ArrayList<>();
        for (String column : columns) {
            StructField field = schema.apply(column);
            if (!(field.dataType() instanceof StructType)) {
                plain.add(column);
                continue;
            }
            Map<String, Column> fields = new LinkedHashMap<>();
            gather(column, OpenTable.column(column), field, fields);
            fields.keySet().stream()
                    .filter(name -> there.contains(name) && !columns.contains(name) && !plain.contains(name))
                    .forEach(plain::add);
        }
        return plain;
    }
}
