package org.thalweg.spark.table;

import java.util.Optional;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;

/** Files of JSON lines. */
record JsonFormat(DataSource.Columnar source) implements FileFormat {
    @Override
    public boolean hasRowsByLine() {
        return true;
    }

    @Override
    public Optional<Columns> columns() {
        return Optional.of(source.columns());
    }

    /** A missing key is read as null. */
    @Override
    public boolean mayLackColumns() {
        return true;
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return FileFormat.withFile(reader(spark).json(pathArray()));
    }

    private static DataFrameReader reader(SparkSession spark) {
        return spark.read().option("columnNameOfCorruptRecord", OpenTable.CORRUPT);
    }

    @Override
    public String wholeRow(int columns) {
        return "a JSON object";
    }

    @Override
    public Optional<BadRow> firstBadRow(BadRowFinder file) {
        Dataset<Row> rows =
                reader(file.spark()).schema(file.table().fileSchema()).json(file.escaped());
        return file.first(FileFormat.withFile(rows), record -> "line " + file.lineOf(record));
    }
}
