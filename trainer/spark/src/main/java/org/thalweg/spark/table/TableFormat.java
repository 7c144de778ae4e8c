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

/** How the rows of one source are read. There is one implementation per format. */
public interface TableFormat {
    /** The key of the paths of a source's rows. */
    String PATH = "path";

    /** The key of the paths of separate label files. */
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

    /** The roles of the columns; empty if the format has fixed columns such as {@link OpenTable#LABEL}. */
    default Optional<Columns> columns() {
        return Optional.empty();
    }

    /** Whether rows have labels, for a format without {@link #columns}. */
    default boolean isLabelled() {
        return true;
    }

    /** Whether rows are read without their zeros. */
    default boolean isSparse() {
        return false;
    }

    /** Whether a missing column is read as a column without values. */
    default boolean mayLackColumns() {
        return false;
    }

    /** Whether rows are from a query, which would have to run before its number of partitions is known. */
    default boolean isQuery() {
        return false;
    }

    /** The column of a row's position, if that depends on which other files are read. */
    default Optional<String> placeColumn() {
        return Optional.empty();
    }

    /**
     * Paths of a source.
     *
     * @param key below the source's key
     */
    record Paths(String key, List<String> paths) {
        /** Copies the list. */
        public Paths {
            paths = List.copyOf(paths);
        }
    }

    /** All paths that must exist. */
    default List<Paths> paths() {
        return List.of();
    }

    /**
     * The source's rows, with their hidden columns.
     *
     * @param spark for files, one with {@link ReadSettings}
     * @param key the source's key, for messages
     * @param inputs the number of features of LIBSVM rows; 0 if it is found from the data
     * @throws DataException if the files do not fit together
     */
    Dataset<Row> open(SparkSession spark, String key, int inputs);

    /** The distinct labels in their order, if they can be read without Spark; otherwise empty. */
    default Optional<List<String>> distinctLabels(SparkSession spark) {
        return Optional.empty();
    }

    /** The number of values in {@link OpenTable#FEATURES}, if it can be read without Spark; otherwise empty. */
    default OptionalInt width(SparkSession spark) {
        return OptionalInt.empty();
    }

    /** The number of rows of the source, if it is known from the settings or the file headers; otherwise empty. */
    default OptionalLong rows(SparkSession spark) {
        return OptionalLong.empty();
    }

    /** The description of a complete row, for a message. */
    default String wholeRow(int columns) {
        return columns + " columns";
    }

    /** Whether values may be quoted. */
    default boolean hasQuotes() {
        return false;
    }

    /** Whether a line of a file is a row. */
    default boolean hasRowsByLine() {
        return false;
    }

    /** The number format in texts; empty for plain numbers. */
    default Optional<NumberText> numberText() {
        return Optional.empty();
    }

    /** Advice for a text in another encoding than UTF-8. */
    default String otherEncoding() {
        return "save the file as UTF-8";
    }

    /** Advice for a bad row. */
    default String remedy() {
        return "correct the row or remove it";
    }

    /** The first bad row of a file, with its position; empty if it cannot be found again. */
    default Optional<BadRow> firstBadRow(BadRowFinder file) {
        return Optional.empty();
    }

    /**
     * The error of a file that Spark's reader refuses.
     *
     * @param cause the first failure
     */
    default String unreadable(OpenTable table, Path file, Throwable cause) {
        return DataFiles.shown(file) + ": expected " + name() + ", found a file that cannot be read: "
                + SparkFailures.firstLine(cause) + "; check " + KeyText.of("data.format") + ", or take the whole file";
    }
}
