package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.DataSource;

/** MNIST's files. */
record IdxFormat(DataSource.Idx source) implements FileFormat {
    @Override
    public boolean isLabelled() {
        return !source.labels().isEmpty();
    }

    @Override
    public Optional<String> placeColumn() {
        return Optional.of(OpenTable.ROW);
    }

    @Override
    public List<Paths> paths() {
        return List.of(new Paths(PATH, source.paths()), new Paths(LABELS, source.labels()));
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return IdxTable.open(spark, source, key);
    }

    @Override
    public OptionalInt width(SparkSession spark) {
        return IdxTable.width(spark, source);
    }

    @Override
    public Optional<List<String>> distinctLabels(SparkSession spark) {
        return Optional.of(IdxTable.distinctLabels(spark, source));
    }

    @Override
    public OptionalLong rows(SparkSession spark) {
        return OptionalLong.of(IdxTable.rows(spark, source));
    }

    @Override
    public String remedy() {
        return "take the whole file";
    }
}
