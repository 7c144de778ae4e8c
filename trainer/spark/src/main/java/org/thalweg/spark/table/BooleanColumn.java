package org.thalweg.spark.table;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.thalweg.settings.KeyText;

/** A column that is true or false in every row. Its values are booleans, 1 and 0, or texts of these, as in CSV files. */
final class BooleanColumn {
    private static final Object[] TRUE = {"true", "1", "1.0"};
    private static final Object[] FALSE = {"false", "0", "0.0"};

    private final OpenTable table;
    private final String name;
    private final String key;
    private final Column value;

    private BooleanColumn(OpenTable table, String name, String key, Column value) {
        this.table = table;
        this.name = name;
        this.key = key;
        this.value = value;
    }

    /**
     * A column of a table. No rows are read.
     *
     * @param name of an existing column
     * @param key that names it, for messages
     * @throws DataException if its type cannot be read as true and false
     */
    static BooleanColumn of(OpenTable table, String name, String key) {
        Column plain = OpenTable.column(name);
        DataType type = ColumnShape.type(table, name);
        if (type instanceof BooleanType) {
            return new BooleanColumn(table, name, key, plain);
        }
        if (type instanceof NumericType) {
            Column isTrue = functions.when(plain.equalTo(1), true).when(plain.equalTo(0), false);
            return new BooleanColumn(table, name, key, isTrue);
        }
        if (type instanceof StringType) {
            Column text = functions.lower(functions.trim(plain));
            Column isTrue = functions.when(text.isin(TRUE), true).when(text.isin(FALSE), false);
            return new BooleanColumn(table, name, key, isTrue);
        }
        throw new DataException(KeyText.of(key) + ": expected a column of true and false, or of 1 and 0, found " + name
                + " of type " + type.simpleString() + " (" + table.described() + "); name another column");
    }

    /** Whether a row's value is true. */
    Column isTrue() {
        return functions.coalesce(value, functions.lit(false));
    }

    /**
     * The share of the rows in which it is true. All rows are read.
     *
     * @param choice what chooses these rows, for the report
     * @param reports to which the number of these rows is added
     * @throws DataException if a row has no value or an invalid one, or if all rows have the same value
     */
    double share(String choice, List<String> reports) {
        Column text = OpenTable.column(name).cast("string");
        Column isMissing =
                functions.trim(functions.coalesce(text, functions.lit(""))).equalTo("");
        Column isOther = value.isNull().and(functions.not(isMissing));
        Row counts = table.rows()
                .filter(isReadable())
                .agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(isTrue(), 1)),
                        functions.count(functions.when(isMissing, 1)),
                        functions.count(functions.when(isOther, 1)),
                        functions.min(functions.when(isOther, text)))
                .first();
        long all = counts.getLong(0);
        long ofTrue = counts.getLong(1);
        if (all == 0) {
            return 0; // Whoever reads the rows says so.
        }
        if (counts.getLong(3) > 0) {
            throw fault(counts.getLong(3), all, "with other values, such as \"" + counts.getString(4) + "\"");
        }
        if (counts.getLong(2) > 0) {
            throw fault(counts.getLong(2), all, "without a value");
        }
        if (ofTrue == 0 || ofTrue == all) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: expected rows in which %s is true and others, found it %s in all %,d (%s); name another column",
                    KeyText.of(key),
                    name,
                    ofTrue > 0,
                    all,
                    table.described()));
        }
        reports.add(String.format(
                Locale.ROOT,
                "%s: the rows where %s is true, %,d of %,d (%.2f %%)",
                choice,
                name,
                ofTrue,
                all,
                100.0 * ofTrue / all));
        return (double) ofTrue / all;
    }

    /** Rows that could not be read have no values; they are reported by the reader of the rows. */
    private Column isReadable() {
        return table.hidden(OpenTable.CORRUPT) < 0
                ? functions.lit(true)
                : functions.col(OpenTable.CORRUPT).isNull();
    }

    private DataException fault(long rows, long all, String found) {
        return new DataException(String.format(
                Locale.ROOT,
                "%s: expected true or false, or 1 or 0, in every row of %s, found %,d of %,d %s (%s); correct them, or name another column",
                KeyText.of(key),
                name,
                rows,
                all,
                found,
                table.described()));
    }
}
