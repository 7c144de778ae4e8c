package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.Cell;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.DateColumn;

/**
 * Opens CSV files. Columns are identified by the names in the headers, and each file is read in its own order. The table has
 * the column order of the files that have rows. If these differ, columns are sorted by name: the order of features must not
 * depend on which file is first.
 */
final class CsvTables {
    private static final int LONGEST_HEADER = 1 << 24;

    /** The maximum number of columns. Every task allocates memory for so many from the start. */
    static final int MOST_COLUMNS = 50_000;

    /** The parser's exception, whose package depends on whether Spark shades it. */
    private static final String PARSING_FAILURE = "TextParsingException";

    private final SparkSession spark;
    private final DataSource.Csv csv;
    private final DataFrameReader reader;

    CsvTables(SparkSession spark, DataSource.Csv csv) {
        this.spark = spark;
        this.csv = csv;
        this.reader = spark.read().options(options(csv));
    }

    static Map<String, String> options(DataSource.Csv csv) {
        Map<String, String> options = new HashMap<>();
        options.put("sep", String.valueOf(csv.separator()));
        options.put("header", String.valueOf(csv.header()));
        options.put("ignoreLeadingWhiteSpace", "true");
        options.put("ignoreTrailingWhiteSpace", "true");
        // A quote within quotes is written twice, as in RFC 4180 and in spreadsheets. Spark's default is a backslash.
        options.put("escape", "\"");
        options.put("enforceSchema", "false");
        options.put("multiLine", String.valueOf(csv.dialect().multiline()));
        options.put("encoding", csv.dialect().encoding());
        options.put("maxColumns", String.valueOf(MOST_COLUMNS));
        options.put("mode", "PERMISSIVE");
        options.put("columnNameOfCorruptRecord", OpenTable.CORRUPT);
        return options;
    }

    /** All rows, with their hidden columns. */
    Dataset<Row> open() {
        List<String> names = new ArrayList<>();
        // Without a schema, Spark would read a part without rows as a table without columns.
        for (String path : csv.paths()) {
            names.addAll(names(path));
            if (!names.isEmpty()) {
                break;
            }
        }
        if (names.isEmpty()) {
            return spark.emptyDataFrame();
        }
        requireEncoding(names);
        Orders orders = orders(names);
        if (orders.files().size() < 2) {
            return rows(names, csv.paths());
        }
        List<String> columns = order(orders);
        Dataset<Row> all = null;
        for (Map.Entry<List<String>, List<String>> order : orders.files().entrySet()) {
            Dataset<Row> rows = inOrder(rows(order.getKey(), order.getValue()), columns);
            all = all == null ? rows : all.union(rows);
        }
        return all;
    }

    private List<String> order(Orders orders) {
        if (orders.ofRows().size() == 1) {
            return orders.ofRows().iterator().next();
        }
        List<String> first = orders.files().keySet().iterator().next();
        if (orders.ofRows().isEmpty()) {
            return first;
        }
        Columns columns = csv.columns();
        requireNames("data.label", columns.label());
        requireNames("data.weight", columns.weight().stream().toList());
        requireNames("data.features", columns.features());
        requireNames(
                "data.categorical",
                columns.categorical().stream().map(Categorical::column).toList());
        requireNames(
                "data.dates", columns.dates().stream().map(DateColumn::column).toList());
        return first.stream().sorted().toList();
    }

    private void requireNames(String key, List<org.thalweg.spark.config.Column> columns) {
        columns.stream()
                .filter(org.thalweg.spark.config.Column.Indexed.class::isInstance)
                .findFirst()
                .ifPresent(index -> {
                    throw new DataException(KeyText.of(key)
                            + ": expected a column's name, as the files' headers have the columns in several orders,"
                            + " found the index " + index + " (" + String.join(", ", csv.paths())
                            + "); name the column");
                });
    }

    /** Spark replaces bytes that it cannot read with a special character. */
    private void requireEncoding(List<String> names) {
        names.stream().filter(Cell::isOfOtherEncoding).findFirst().ifPresent(name -> {
            throw new DataException("header: expected columns' names in "
                    + csv.dialect().encoding() + ", found "
                    + Cell.shown(name) + ", whose bytes are of another encoding (" + String.join(", ", csv.paths())
                    + "); " + CsvFormat.OTHER_ENCODING);
        });
    }

    /** The rows of one of the files, in order, with the columns of the whole table. */
    Dataset<Row> open(Path file, List<String> names) {
        String path = DataFiles.escaped(file);
        List<String> own = names(path);
        return isOtherOrder(own, names) ? inOrder(rows(own, List.of(path)), names) : rows(names, List.of(path));
    }

    private List<String> names(String path) {
        try {
            return List.of(reader.csv(path).columns());
        } catch (RuntimeException e) {
            if (e.getClass().getSimpleName().equals(PARSING_FAILURE)
                    && SparkFailures.root(e) instanceof ArrayIndexOutOfBoundsException) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "header: expected at most %,d columns, found more (%s); check data.separator, or write the"
                                        + " rows as LIBSVM, or as Parquet with a column of vectors",
                                MOST_COLUMNS,
                                path),
                        e);
            }
            throw e;
        }
    }

    private Dataset<Row> rows(List<String> names, List<String> paths) {
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.StringType);
        }
        schema = schema.add(OpenTable.CORRUPT, DataTypes.StringType);
        return withoutNulls(
                FileFormat.withFile(
                        spark.read().options(options(csv)).schema(schema).csv(paths.toArray(String[]::new))),
                names);
    }

    private Dataset<Row> withoutNulls(Dataset<Row> rows, List<String> names) {
        Object[] nulls = csv.dialect().nulls().toArray();
        if (nulls.length == 0) {
            return rows;
        }
        Column[] columns = Arrays.stream(rows.columns())
                .map(name -> names.contains(name)
                        ? functions
                                .when(functions.not(OpenTable.column(name).isin(nulls)), OpenTable.column(name))
                                .as(name)
                        : OpenTable.column(name))
                .toArray(Column[]::new);
        return rows.select(columns);
    }

    private static Dataset<Row> inOrder(Dataset<Row> rows, List<String> names) {
        List<Column> columns =
                new ArrayList<>(names.stream().map(OpenTable::column).toList());
        List.of(OpenTable.CORRUPT, OpenTable.FILE).forEach(hidden -> columns.add(functions.col(hidden)));
        return rows.select(columns.toArray(Column[]::new));
    }

    private static boolean isOtherOrder(List<String> own, List<String> names) {
        return !own.equals(names) && own.size() == names.size() && new HashSet<>(own).equals(new HashSet<>(names));
    }

    /**
     * The column orders of the files.
     *
     * @param files the files of each order, that of the first file first. Files with other columns are listed with the first file
     * @param ofRows the column orders of the files that have rows
     */
    private record Orders(Map<List<String>, List<String>> files, Set<List<String>> ofRows) {}

    private Orders orders(List<String> names) {
        Orders orders = new Orders(new LinkedHashMap<>(), new HashSet<>());
        orders.files().put(names, new ArrayList<>());
        if (!csv.header()) {
            return orders;
        }
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try {
            DataFiles.Listing there = DataFiles.listing(csv.paths(), hadoop);
            List<FileStatus> files = there.files();
            if (files.size() < 2 || there.deep()) {
                return orders; // Only Spark reads nested folders.
            }
            List<Start> starts = ManyFiles.each(files, file -> start(file.getPath(), hadoop));
            Map<String, List<String>> known = new HashMap<>();
            for (int i = 0; i < files.size(); i++) {
                String path = DataFiles.escaped(files.get(i).getPath());
                List<String> own = known.computeIfAbsent(starts.get(i).header(), header -> names(path));
                List<String> order = isOtherOrder(own, names) ? own : names;
                orders.files().computeIfAbsent(order, each -> new ArrayList<>()).add(path);
                if (starts.get(i).hasRows()) {
                    orders.ofRows().add(order);
                }
            }
            return orders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How a file starts.
     *
     * @param header the first line that is not blank; empty if there is none
     * @param hasRows whether there is another line line
     */
    private record Start(String header, boolean hasRows) {}

    private Start start(Path file, Configuration hadoop) {
        try (BufferedReader text = DataFiles.reader(file, hadoop, csv.dialect().charset())) {
            String header = lineOf(text);
            return new Start(header, !lineOf(text).isEmpty());
        } catch (IOException e) {
            return new Start("", false); // Spark reports the error.
        }
    }

    /** The next line that is not blank; empty if there is none. */
    private static String lineOf(BufferedReader text) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0 && line.length() < LONGEST_HEADER; c = text.read()) {
            if (c != '\n' && c != '\r') {
                line.append((char) c);
            } else if (line.toString().isBlank()) {
                line.setLength(0);
            } else {
                return line.toString();
            }
        }
        return line.toString().isBlank() ? "" : line.toString();
    }
}
