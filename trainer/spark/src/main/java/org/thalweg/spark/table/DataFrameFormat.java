package org.thalweg.spark.table;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.Columns;

/** A DataFrame of a program. */
record DataFrameFormat(Dataset<Row> rows, Columns roles) implements TableFormat {
    @Override
    public String name() {
        return "DataFrame";
    }

    @Override
    public String described() {
        return "the DataFrame";
    }

    @Override
    public Optional<Columns> columns() {
        return Optional.of(roles);
    }

    @Override
    public boolean isQuery() {
        return true;
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return rows;
    }
}
