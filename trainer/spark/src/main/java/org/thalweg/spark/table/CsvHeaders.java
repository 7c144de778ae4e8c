package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.thalweg.spark.config.DataSource;

/** Explains headers of CSV files that Spark refuses. Spark compares the header of each file with that of the first file. */
final class CsvHeaders {
    /** The class that throws: no supported version of Spark has an exception type or an error condition for this. */
    private static final String CHECKER = "org.apache.spark.sql.catalyst.csv.CSVHeaderChecker";

    private static final String FIRST = " (the first file's)";

    /** The expected columns in Spark's message. */
    private static final Pattern SCHEMA = Pattern.compile("^ *Schema: (.*)$", Pattern.MULTILINE);

    /** The number of columns in Spark's message, which is all it reports if there are too many or too few columns. */
    private static final Pattern SCHEMA_SIZE = Pattern.compile("schema size: ([0-9]+)");

    private final OpenTable table;
    private final DataSource.Csv csv;

    CsvHeaders(OpenTable table, DataSource.Csv csv) {
        this.table = table;
        this.csv = csv;
    }

    /** Whether a failure is caused by an unexpected header. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof IllegalArgumentException && SparkFailures.isThrownBy(failure, CHECKER);
    }

    /**
     * What is wrong with a file's header.
     *
     * @param message Spark's own
     */
    String refused(Path file, String message) {
        String path = DataFiles.shown(file);
        List<String> names = names(file);
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
        return "header: expected " + expected(message) + ", found " + Cells.shown(names) + " (" + path
                + "); give all files the same columns";
    }

    private List<String> names(Path file) {
        Row first = table.spark()
                .read()
                .options(CsvTables.options(csv))
                .option("header", false)
                .csv(DataFiles.escaped(file))
                .first();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            names.add(first.isNullAt(i) ? "" : first.getString(i));
        }
        return names;
    }

    /** Finds the expected header. Spark's message may be about another table that is read at the same time. */
    private String expected(String message) {
        Matcher schema = SCHEMA.matcher(message);
        boolean others = schema.find() && !schema.group(1).equals(String.join(", ", table.columns()));
        if (others) {
            return "the columns " + schema.group(1) + FIRST;
        }
        Matcher size = SCHEMA_SIZE.matcher(message);
        boolean several = csv.paths().size() > 1; // among which is the one that is wrong
        return size.find() && Integer.parseInt(size.group(1)) != table.columns().size()
                ? size.group(1) + " columns (as the first file has)"
                : "the columns " + Cells.shown(table.columns()) + (several ? FIRST : " (" + table.described() + ")");
    }
}
