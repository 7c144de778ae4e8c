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
 * A data source opened as a table. Only what is needed for its schema has been read.
 *
 * @param key the source's key, for messages: {@code data}, {@code data.test}, …
 * @param format how its rows are read
 * @param rows the original columns, followed by {@link #FILE} and {@link #CORRUPT} if they exist, and the fields of nested
 *     columns: see {@link NestedColumns}
 * @param columns the names of the original columns, in order
 * @param numbers the conversion of numbers to plain form when rows are read
 */
public record OpenTable(
        String key, TableFormat format, Dataset<Row> rows, List<String> columns, NumberColumns numbers) {
    /** The hidden column with the file of a row. */
    static final String FILE = "__thalweg_file";

    /** The hidden column with the text of a row that could not be read. */
    static final String CORRUPT = "__thalweg_corrupt";

    /** The column of IDX files and digits with the position of the row among all rows. It is not part of the row's content. */
    public static final String ROW = "row";

    /** The label column of IDX files, LIBSVM files and digits. */
    static final String LABEL = "label";

    /** The feature column of IDX files, LIBSVM files and digits. */
    static final String FEATURES = "features";

    /** Copies the list. */
    public OpenTable {
        columns = List.copyOf(columns);
    }

    /** A table whose numbers are not converted. */
    public OpenTable(String key, TableFormat format, Dataset<Row> rows, List<String> columns) {
        this(key, format, rows, columns, NumberColumns.NONE);
    }

    /** The same table with numbers in plain form. */
    OpenTable withNumbers(ColumnRoles roles) {
        if (format.numberText().isEmpty() || !numbers.equals(NumberColumns.NONE)) {
            return this;
        }
        NumberColumns of = NumberColumns.of(roles);
        return new OpenTable(key, format, of.applied(rows, format.numberText().get()), columns, of);
    }

    /** Rows that were read again from the table's source, with the same conversions as those of the table. */
    Dataset<Row> asRead(Dataset<Row> again) {
        Dataset<Row> nested = NestedColumns.with(again);
        return format.numberText().map(text -> numbers.applied(nested, text)).orElse(nested);
    }

    /**
     * A table of a program's rows.
     *
     * @param columns the roles of the columns
     */
    public static OpenTable of(Dataset<Row> rows, Columns columns) {
        TableFormat format = new DataFrameFormat(rows, columns);
        return of("data", format, format.open(rows.sparkSession(), "data", 0));
    }

    /**
     * A table of rows from a format.
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

    /** The names of the original columns. */
    static List<String> visible(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(name -> !name.equals(FILE) && !name.equals(CORRUPT))
                .toList();
    }

    /** The names that settings may use: those of the original columns, and {@code a.b} for fields of nested columns. */
    public List<String> names() {
        List<String> names = new ArrayList<>(columns);
        names.addAll(NestedColumns.fields(rows.schema(), columns));
        return names;
    }

    /** The columns that may be features, with nested columns replaced by their fields. */
    public List<String> plainColumns() {
        return NestedColumns.plain(rows.schema(), columns);
    }

    /** The session that reads the rows. */
    SparkSession spark() {
        return rows.sparkSession();
    }

    /** The same source with other rows. */
    public OpenTable with(Dataset<Row> others) {
        return with(others, columns);
    }

    /** The same source with other rows, and with other original columns. */
    public OpenTable with(Dataset<Row> others, List<String> otherColumns) {
        return new OpenTable(key, format, others, otherColumns, numbers);
    }

    /** The same without the column of a row's position, which depends on which files are read, if there is one. */
    public OpenTable withoutPlace() {
        return format.placeColumn().map(this::without).orElse(this);
    }

    private OpenTable without(String column) {
        return with(
                rows.drop(column(column)),
                columns.stream().filter(name -> !name.equals(column)).toList());
    }

    /** The schema for reading one of the table's files with the columns of the table. */
    StructType fileSchema() {
        return new StructType(Arrays.stream(rows.schema().fields())
                .filter(field -> columns.contains(field.name()) || field.name().equals(CORRUPT))
                .toArray(StructField[]::new));
    }

    /** A column by its name, which may contain dots and quotes. */
    public static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** The error for a source without rows. */
    public DataException noRow() {
        return new DataException(KeyText.of(key) + ": expected at least one row, found none (" + described()
                + "); check the path and what is there");
    }

    /**
     * Requires columns that a key names.
     *
     * @throws DataException for a missing column
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

    /** The index of a hidden column in the rows, or −1. */
    int hidden(String name) {
        return List.of(rows.columns()).indexOf(name);
    }

    /** The paths of the files of the rows; empty if they are not from files. */
    public Set<String> files() {
        return hidden(FILE) < 0
                ? Set.of()
                : rows.select(FILE).distinct().as(Encoders.STRING()).collectAsList().stream()
                        .map(address -> DataFiles.location(address).toString())
                        .collect(Collectors.toSet());
    }

    /**
     * A column with a whole number for the file of each row.
     *
     * @param numbers by the files' paths
     * @throws IllegalStateException when a row is read from a file without a number
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
