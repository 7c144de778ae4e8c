package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns of a table whose texts are numbers.
 *
 * @param required columns in which every value must be a number
 * @param possible label columns, which may be classes
 */
record NumberColumns(List<String> required, List<String> possible) {
    /** None. */
    static final NumberColumns NONE = new NumberColumns(List.of(), List.of());

    /** Copies the lists. */
    NumberColumns {
        required = List.copyOf(required);
        possible = List.copyOf(possible);
    }

    /** The number columns of a table: features that are neither categories nor dates, weights, and labels. */
    static NumberColumns of(ColumnRoles roles) {
        List<String> required = new ArrayList<>(roles.numberFeatures());
        roles.weight().ifPresent(required::add);
        return new NumberColumns(required, roles.labels());
    }

    /** Rows whose numbers are converted to plain form. */
    Dataset<Row> applied(Dataset<Row> rows, NumberText text) {
        Column[] columns = Arrays.stream(rows.columns())
                .map(name -> column(name, text).as(name))
                .toArray(Column[]::new);
        return rows.select(columns);
    }

    private Column column(String name, NumberText text) {
        Column column = OpenTable.column(name);
        return required.contains(name) ? text.required(column) : possible.contains(name) ? text.plain(column) : column;
    }
}
