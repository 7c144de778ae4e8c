package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;

/** How the rows of one source are read. One implementation a format. */
public interface TableFormat {
    /** The key of the paths of a source's rows. */
    String PATH = "path";

    /** The key of the paths of labels that are in files of their own. */
    String LABELS = "labels";

    /** The format of a source. */
    static TableFormat of(DataSource source) {
        return switch (source.format()) {
            case CSV -> new CsvFormat((DataSource.Csv) source);
            case LIBSVM -> new LibsvmFormat((DataSource.Libsvm) source);
            case PARQUET -> new ParquetFormat((DataSource.Columnar) source);
            case JSON -> new JsonFormat((DataSource.Columnar) source);
            case TABLE -> new CatalogueFormat((DataSource.Table) source);
            case IDX -> new IdxFormat((DataSource.Idx) source);
            case DIGITS -> new DigitsFormat((DataSource.Digits) source);
        };
    }

    /** The format's name, for messages. */
    String name();

    /** The source for a message: its paths, its table, or that it is generated. */
    String described();

    /** Which columns are what; empty where the format itself says so, by {@link OpenTable#LABEL} and the like. */
    default Optional<Columns> columns() {
        return Optional.empty();
    }

    /** Whether rows have labels, of a format that has no {@link #columns}. */
    default boolean isLabelled() {
        return true;
    }

    /** Whether rows come without their zeros. */
    default boolean isSparse() {
        return false;
    }

    /** Whether a column that is not there is one without values. */
    default boolean mayLackColumns() {
        return false;
    }

    /** Whether rows come from a query, which would have to run to say in how many partitions they come. */
    default boolean isQuery() {
        return false;
    }

    /** The column of a row's place, where that changes with the files that are read beside its own. */
    default Optional<String> placeColumn() {
        return Optional.empty();
    }

    /**
     * Paths of a source.
     *
     * @param key below the source's own
     */
    record Paths(String key, List<String> paths) {
        /** Copies the list. */
        public Paths {
            paths = List.copyOf(paths);
        }
    }

    /** Every path that must lead somewhere. */
    default List<Paths> paths() {
        return List.of();
    }

    /**
     * The source's rows, with their hidden columns.
     *
     * @param spark for files, one with {@link ReadSettings}
     * @param key the source's key, for messages
     * @param inputs the features that LIBSVM rows have; 0 where the data shall decide
     * @throws DataException if files do not belong together
     */
    Dataset<Row> open(SparkSession spark, String key, int inputs);

    /** The distinct labels in their order, where they can be had without Spark; else empty. */
    default Optional<List<String>> distinctLabels(SparkSession spark) {
        return Optional.empty();
    }

    /** The numbers of every row's {@link OpenTable#FEATURES}, where they can be had without Spark; else empty. */
    default OptionalInt width(SparkSession spark) {
        return OptionalInt.empty();
    }

    /** How many rows the source has, where its settings, or the heads of its files, say so; else empty. */
    default OptionalLong rows(SparkSession spark) {
        return OptionalLong.empty();
    }

    /** What a whole row is, for a message. */
    default String wholeRow(int columns) {
        return columns + " columns";
    }

    /** Whether a value may stand in quotes. */
    default boolean hasQuotes() {
        return false;
    }

    /** Whether a line of a file is a row. */
    default boolean hasRowsByLine() {
        return false;
    }

    /** How numbers are spelt in texts; empty where they are as a program reads them. */
    default Optional<NumberText> numberText() {
        return Optional.empty();
    }

    /** What to do about a text of another encoding than UTF-8. */
    default String otherEncoding() {
        return "save the file as UTF-8";
    }

    /** What to do about a bad row. */
    default String remedy() {
        return "mend the row or take it out";
    }

    /** The first bad row of a file, with its place; empty where it cannot be found again. */
    default Optional<BadRow> firstBadRow(BadRowFinder file) {
        return Optional.empty();
    }

    /**
     * What is wrong with a file that Spark's reader refuses.
     *
     * @param cause the first failure
     */
    default String unreadable(OpenTable table, Path file, Throwable cause) {
        return DataFiles.shown(file) + ": expected " + name() + ", found a file that cannot be read: "
                + SparkFailures.firstLine(cause) + "; check " + KeyText.of("data.format") + ", or take the whole file";
    }
}
