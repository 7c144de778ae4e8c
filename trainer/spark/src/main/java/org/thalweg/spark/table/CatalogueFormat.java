package org.thalweg.spark.table;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;

/** A table of Spark's catalogue. */
record CatalogueFormat(DataSource.Table source) implements TableFormat {
    @Override
    public String name() {
        return source.format().label();
    }

    @Override
    public String described() {
        return "table " + source.table();
    }

    @Override
    public Optional<Columns> columns() {
        return Optional.of(source.columns());
    }

    @Override
    public boolean isQuery() {
        return true;
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        return spark.table(source.table());
    }
}
