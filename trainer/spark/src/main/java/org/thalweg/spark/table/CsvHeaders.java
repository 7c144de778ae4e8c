package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.thalweg.spark.config.DataSource;

/** Headers of CSV files that Spark refuses: it compares each file's with the names that it made of the first file's. */
final class CsvHeaders {
    /** Neither of the Sparks that we run on gives its refusal a type or condition of its own. */
    private static final String CHECKER = "org.apache.spark.sql.catalyst.csv.CSVHeaderChecker";

    private static final String FIRST = " (the first file's)";

    /** How Spark names the columns that it expects. */
    private static final Pattern SCHEMA = Pattern.compile("^ *Schema: (.*)$", Pattern.MULTILINE);

    /** Where they are too many or too few it gives their number alone. */
    private static final Pattern SCHEMA_SIZE = Pattern.compile("schema size: ([0-9]+)");

    private final OpenTable table;
    private final DataSource.Csv csv;

    CsvHeaders(OpenTable table, DataSource.Csv csv) {
        this.table = table;
        this.csv = csv;
    }

    /** Whether a failure is that of a header that is not as expected. */
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

    /** The table that Spark's message is of need not be the one that was read: others are read beside it. */
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
