package org.thalweg.spark.table;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;

/** CSV files. */
record CsvFormat(DataSource.Csv source) implements FileFormat {
    /** Advice for texts in another encoding. */
    static final String OTHER_ENCODING = "save the file as UTF-8, or name its encoding: data.encoding: ISO-8859-1";

    @Override
    public boolean hasRowsByLine() {
        return !source.dialect().multiline();
    }

    @Override
    public Optional<Columns> columns() {
        return Optional.of(source.columns());
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return new CsvTables(spark, source).open();
    }

    @Override
    public Optional<NumberText> numberText() {
        return source.dialect().hasPlainNumbers() ? Optional.empty() : Optional.of(new NumberText(source.dialect()));
    }

    @Override
    public String otherEncoding() {
        return OTHER_ENCODING;
    }

    @Override
    public boolean hasQuotes() {
        return true;
    }

    @Override
    public Optional<BadRow> firstBadRow(BadRowFinder file) {
        int headerLines = source.header() ? 1 : 0;
        Dataset<Row> rows = new CsvTables(file.spark(), source)
                .open(file.path(), OpenTable.visible(file.table().rows()));
        return file.first(
                rows,
                record -> source.dialect().multiline()
                        ? "row " + (record + 1)
                        : "line " + file.lineOf(record + headerLines));
    }

    @Override
    public String unreadable(OpenTable table, Path file, Throwable cause) {
        return CsvHeaders.isRefusal(cause)
                ? new CsvHeaders(table, source).refused(file, String.valueOf(cause.getMessage()))
                : FileFormat.super.unreadable(table, file, cause);
    }
}
