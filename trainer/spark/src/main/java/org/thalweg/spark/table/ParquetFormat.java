package org.thalweg.spark.table;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;

/** Parquet files. */
record ParquetFormat(DataSource.Columnar source) implements FileFormat {
    @Override
    public Optional<Columns> columns() {
        return Optional.of(source.columns());
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return FileFormat.withFile(spark.read().parquet(pathArray()));
    }

    /** From the footers of the files. */
    @Override
    public OptionalLong rows(SparkSession spark) {
        return OptionalLong.of(spark.read().parquet(pathArray()).count());
    }

    @Override
    public Optional<BadRow> firstBadRow(BadRowFinder file) {
        Dataset<Row> rows =
                file.spark().read().schema(file.table().fileSchema()).parquet(file.escaped());
        return file.first(FileFormat.withFile(rows), record -> "row " + (record + 1));
    }
}
