package org.thalweg.spark.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thalweg.spark.config.DataSource;

/**
 * A data source opened as a table; nothing of it has been read but what its schema needs.
 *
 * @param key the source's key in the job file, for messages: {@code data}, {@code data.test}, …
 * @param source what was opened
 * @param rows the columns that came in, and behind them {@link #FILE} and {@link #CORRUPT} where there are such
 * @param columns the names of the columns that came in, in order
 */
public record OpenTable(String key, DataSource source, Dataset<Row> rows, List<String> columns) {
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

    /** The same without a column. */
    public OpenTable without(String column) {
        return new OpenTable(
                key,
                source,
                rows.drop(column(column)),
                columns.stream().filter(name -> !name.equals(column)).toList());
    }

    /** A column by its name, which may hold dots and quotes. */
    public static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** What is told of a source without a row. */
    public DataException noRow() {
        return new DataException(key + ": expected at least one row, found none (" + described()
                + "); check the path and what is there");
    }

    /**
     * Requires columns that a key of the job file names.
     *
     * @throws DataException for one that is not there
     */
    public void require(List<String> names, String ofKey) {
        for (String name : names) {
            if (!columns.contains(name)) {
                throw new DataException(ofKey + ": expected columns of " + described() + " ("
                        + String.join(", ", columns) + "), found " + name + "; check the name");
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
                        .map(address -> RowPlace.location(address).toString())
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
            String path = RowPlace.location(address).toString();
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
        return described(source);
    }

    static String described(DataSource source) {
        if (source instanceof DataSource.InFiles files) {
            return String.join(", ", files.paths());
        }
        return source instanceof DataSource.Table table ? "table " + table.table() : "generated digits";
    }
}
