package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Columns;

/**
 * A data source opened as a table; nothing of it has been read but what its schema needs.
 *
 * @param key the source's key, for messages: {@code data}, {@code data.test}, …
 * @param format how its rows are read
 * @param rows the columns that came in, behind them {@link #FILE} and {@link #CORRUPT} where there are such, and the fields
 *     of nested columns: see {@link NestedColumns}
 * @param columns the names of the columns that came in, in order
 * @param numbers what is done with rows as they are read, so that numbers are as a program spells them
 */
public record OpenTable(
        String key, TableFormat format, Dataset<Row> rows, List<String> columns, NumberColumns numbers) {
    /** The hidden column that bears the file a row came from. */
    static final String FILE = "__thalweg_file";

    /** The hidden column that bears the text of a row that could not be read. */
    static final String CORRUPT = "__thalweg_corrupt";

    /** Where IDX files and digits have the row's place among all that are read: no part of what it holds. */
    public static final String ROW = "row";

    /** Where IDX files, LIBSVM files and digits have their label. */
    static final String LABEL = "label";

    /** Where IDX files, LIBSVM files and digits have their features. */
    static final String FEATURES = "features";

    /** Copies the list. */
    public OpenTable {
        columns = List.copyOf(columns);
    }

    /** A table whose numbers are as they came in. */
    public OpenTable(String key, TableFormat format, Dataset<Row> rows, List<String> columns) {
        this(key, format, rows, columns, NumberColumns.NONE);
    }

    /** The same table, its numbers spelt as a program spells them. */
    OpenTable withNumbers(ColumnRoles roles) {
        if (format.numberText().isEmpty() || !numbers.equals(NumberColumns.NONE)) {
            return this;
        }
        NumberColumns of = NumberColumns.of(roles);
        return new OpenTable(key, format, of.applied(rows, format.numberText().get()), columns, of);
    }

    /** Rows that were read once more from the table's source, with all that was done to the table's own since. */
    Dataset<Row> asRead(Dataset<Row> again) {
        Dataset<Row> nested = NestedColumns.with(again);
        return format.numberText().map(text -> numbers.applied(nested, text)).orElse(nested);
    }

    /**
     * A table of rows that a program has at hand.
     *
     * @param columns which of them are what
     */
    public static OpenTable of(Dataset<Row> rows, Columns columns) {
        TableFormat format = new DataFrameFormat(rows, columns);
        return of("data", format, format.open(rows.sparkSession(), "data", 0));
    }

    /**
     * A table of rows that a format has opened.
     *
     * @throws DataException if they have no column
     */
    static OpenTable of(String key, TableFormat format, Dataset<Row> rows) {
        OpenTable table = new OpenTable(key, format, NestedColumns.with(rows), visible(rows));
        Set<String> seen = new HashSet<>();
        for (String column : table.columns()) {
            if (!seen.add(column)) {
                throw new DataException(
                        KeyText.of(key) + ": expected each column under a name of its own, found two named " + column
                                + " (" + table.described() + "); rename one of them");
            }
        }
        if (table.columns().isEmpty() && table.hidden(CORRUPT) < 0) {
            throw table.noRow();
        }
        if (table.columns().isEmpty()) {
            throw new DataException(KeyText.of(key) + ": expected lines of JSON objects, found none ("
                    + table.described() + "); check " + KeyText.of("data.format"));
        }
        return table;
    }

    /** The names of the columns that came in. */
    static List<String> visible(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(name -> !name.equals(FILE) && !name.equals(CORRUPT))
                .toList();
    }

    /** The names that settings may give: those of the columns that came in, and {@code a.b} of fields of nested ones. */
    public List<String> names() {
        List<String> names = new ArrayList<>(columns);
        names.addAll(NestedColumns.fields(rows.schema(), columns));
        return names;
    }

    /** The columns that features are among: in place of nested ones their fields. */
    public List<String> plainColumns() {
        return NestedColumns.plain(rows.schema(), columns);
    }

    /** The session that reads the rows. */
    SparkSession spark() {
        return rows.sparkSession();
    }

    /** The same source with other rows of it. */
    public OpenTable with(Dataset<Row> others) {
        return with(others, columns);
    }

    /** The same source with other rows of it, some of whose columns count as those that came in. */
    public OpenTable with(Dataset<Row> others, List<String> otherColumns) {
        return new OpenTable(key, format, others, otherColumns, numbers);
    }

    /** The same without the column of a row's place that depends on which files are read, if there is one. */
    public OpenTable withoutPlace() {
        return format.placeColumn().map(this::without).orElse(this);
    }

    private OpenTable without(String column) {
        return with(
                rows.drop(column(column)),
                columns.stream().filter(name -> !name.equals(column)).toList());
    }

    /** What a reader of one of the table's files must be given, so that its rows have the table's columns. */
    StructType fileSchema() {
        return new StructType(Arrays.stream(rows.schema().fields())
                .filter(field -> columns.contains(field.name()) || field.name().equals(CORRUPT))
                .toArray(StructField[]::new));
    }

    /** A column by its name, which may hold dots and quotes. */
    public static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** The failure of a source without a row. */
    public DataException noRow() {
        return new DataException(KeyText.of(key) + ": expected at least one row, found none (" + described()
                + "); check the path and what is there");
    }

    /**
     * Requires columns that a key names.
     *
     * @throws DataException for one that is not there
     */
    public void require(List<String> names, String ofKey) {
        List<String> there = names();
        for (String name : names) {
            if (!there.contains(name)) {
                throw new DataException(KeyText.of(ofKey) + ": expected columns of " + described() + " ("
                        + String.join(", ", there) + "), found " + name + "; check the name");
            }
        }
    }

    /** A hidden column's place in the rows, or −1. */
    int hidden(String name) {
        return List.of(rows.columns()).indexOf(name);
    }

    /** The files that rows came from, each as its path; none where they came from no file. */
    public Set<String> files() {
        return hidden(FILE) < 0
                ? Set.of()
                : rows.select(FILE).distinct().as(Encoders.STRING()).collectAsList().stream()
                        .map(address -> DataFiles.location(address).toString())
                        .collect(Collectors.toSet());
    }

    /**
     * A whole number of each row, by the file that it came from.
     *
     * @param numbers by the files' paths
     * @throws IllegalStateException when a row is read of a file that has no number
     */
    public static Column byFile(Map<String, Integer> numbers) {
        HashMap<String, Integer> sent = new HashMap<>(numbers);
        UDF1<String, Integer> number = address -> {
            String path = DataFiles.location(address).toString();
            Integer found = sent.get(path);
            if (found == null) {
                throw new IllegalStateException("expected one of the files that were listed, found " + path);
            }
            return found;
        };
        return functions.udf(number, DataTypes.IntegerType).apply(functions.col(FILE));
    }

    /** The source for a message: its paths, its table, or that it is generated. */
    public String described() {
        return format.described();
    }
}
