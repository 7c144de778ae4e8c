package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.digits.Digits;
import org.thalweg.spark.config.DataSource;

/** Generated digits. */
record DigitsFormat(DataSource.Digits source) implements TableFormat {
    @Override
    public String name() {
        return source.format().label();
    }

    @Override
    public String described() {
        return "generated digits";
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return DigitsTable.open(spark, source);
    }

    @Override
    public OptionalInt width(SparkSession spark) {
        return OptionalInt.of(Digits.PIXELS);
    }

    @Override
    public Optional<List<String>> distinctLabels(SparkSession spark) {
        return Optional.of(
                IntStream.range(0, Digits.CLASSES).mapToObj(Integer::toString).toList());
    }

    @Override
    public OptionalLong rows(SparkSession spark) {
        return OptionalLong.of(source.rows());
    }
}
