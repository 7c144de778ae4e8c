package org.thalweg.jobs.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.data.Cell;
import org.thalweg.spark.config.DataSource;

/** Tells a failed read as what is wrong with the data, where it is the data that is wrong. */
final class ReadFailures {
    private static final String UNREADABLE = "Encountered error while reading file";
    private static final String FIRST = " (the first file's)";
    private static final String OTHER_HEADER = "CSV header";

    /** Spark 3.5 tells of a Parquet file's end, and of a CSV file's header, in words of their own. */
    private static final String NO_FOOTER = "Could not read footer for file";

    private static final Pattern CSV_FILE = Pattern.compile(OTHER_HEADER + ".*\\nCSV file: ([^\\n]+)", Pattern.DOTALL);

    /** How Spark tells the columns that it expects. */
    private static final Pattern SCHEMA = Pattern.compile("^ *Schema: (.*)$", Pattern.MULTILINE);

    /** Where they are too many or too few it tells their number alone. */
    private static final Pattern SCHEMA_SIZE = Pattern.compile("schema size: ([0-9]+)");

    /** The class of SQL's states for values that a query cannot do with. */
    private static final String DATA_EXCEPTIONS = "22";

    private final SparkSession spark;
    private final OpenTable table;

    ReadFailures(SparkSession spark, OpenTable table) {
        this.spark = spark;
        this.table = table;
    }

    /**
     * The failure as one message; empty where the data is not to blame.
     *
     * @param check throws for a row that is not as it should be
     */
    Optional<DataException> told(Throwable failure, RowPlace.Check check) {
        if (failure instanceof DataException) {
            return Optional.empty();
        }
        BadRowException bad = BadRowException.in(failure);
        if (bad != null) {
            String todo = table.source() instanceof DataSource.Idx
                    ? "; take the whole file"
                    : String.valueOf(bad.getMessage()).contains(Cell.OTHER_ENCODING)
                            ? "; save the file as UTF-8"
                            : "; mend the row or take it out";
            String what = new RowPlace(spark, table).of(bad, check);
            return Optional.of(new DataException(what + todo, failure));
        }
        return unreadable(failure, table.source()).or(() -> incomputable(failure));
    }

    /** Of a view, say, whose own query takes a text for a number. */
    private Optional<DataException> incomputable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable told
                    && String.valueOf(told.getSqlState()).startsWith(DATA_EXCEPTIONS)) {
                return Optional.of(new DataException(
                        table.described() + ": expected rows that Spark can compute, found "
                                + TableReader.firstLine(cause) + "; mend the rows, or the query that makes them",
                        failure));
            }
        }
        return Optional.empty();
    }

    /** A file that Spark's reader refuses, as one message. */
    Optional<DataException> unreadable(Throwable failure, DataSource source) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String file = file(cause);
            if (file != null) {
                Throwable root = root(cause);
                Path path = RowPlace.location(file);
                String what = String.valueOf(root.getMessage()).contains(OTHER_HEADER)
                        ? header(path, (DataSource.Csv) source, String.valueOf(root.getMessage()))
                        : RowPlace.shown(path) + ": expected " + source.format().label()
                                + ", found a file that cannot be read: " + TableReader.firstLine(root)
                                + "; check data.format, or take the whole file";
                return Optional.of(new DataException(what, failure));
            }
        }
        return Optional.empty();
    }

    private static String file(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SparkThrowable told && message.contains(UNREADABLE)) {
            return told.getMessageParameters().get("path");
        }
        if (cause instanceof SparkThrowable told && message.contains(NO_FOOTER)) {
            return told.getMessageParameters().get("file");
        }
        Matcher header = CSV_FILE.matcher(message);
        return cause instanceof IllegalArgumentException && header.find() ? header.group(1) : null;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Spark compares each file's header with the names that it made of the first file's. */
    private String header(Path file, DataSource.Csv csv, String told) {
        String path = RowPlace.shown(file);
        Row first = spark.read()
                .options(CsvTables.options(csv))
                .option("header", false)
                .csv(DataFiles.escaped(file))
                .first();
        List<String> names = Arrays.asList(new String[first.size()]);
        names.replaceAll(name -> "");
        for (int i = 0; i < first.size(); i++) {
            names.set(i, first.isNullAt(i) ? "" : first.getString(i));
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                return "header: expected a name for each column, found none for column " + i + " (" + path
                        + "); name it, or leave it out";
            }
            if (names.subList(0, i).stream().anyMatch(name::equalsIgnoreCase)) {
                return "header: expected each column once, found " + name + " twice (" + path + "); rename one";
            }
        }
        return "header: expected " + expected(told) + ", found " + Cells.shown(names) + " (" + path
                + "); give all files the same columns";
    }

    /** The table that is told of need not be the one that was read: others are read beside it. */
    private String expected(String told) {
        Matcher schema = SCHEMA.matcher(told);
        boolean others = schema.find() && !schema.group(1).equals(String.join(", ", table.columns()));
        if (others) {
            return "the columns " + schema.group(1) + FIRST;
        }
        Matcher size = SCHEMA_SIZE.matcher(told);
        return size.find() && Integer.parseInt(size.group(1)) != table.columns().size()
                ? size.group(1) + " columns (as the first file has)"
                : "the columns " + Cells.shown(table.columns()) + (several() ? FIRST : " (" + table.described() + ")");
    }

    /** Whether files are named one by one: among them is the one that is wrong. */
    private boolean several() {
        return table.source() instanceof DataSource.InFiles files
                && files.paths().size() > 1;
    }
}
