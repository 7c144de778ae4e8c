package org.thalweg.spark.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.DataSource;

/** A format of files. */
interface FileFormat extends TableFormat {
    /** The source. */
    DataSource.InFiles source();

    @Override
    default String name() {
        return source().format().label();
    }

    @Override
    default String described() {
        return String.join(", ", source().paths());
    }

    @Override
    default List<Paths> paths() {
        return List.of(new Paths(PATH, source().paths()));
    }

    /** The paths for Spark's readers. */
    default String[] pathArray() {
        return source().paths().toArray(String[]::new);
    }

    /** Rows with the file of each row. */
    static Dataset<Row> withFile(Dataset<Row> rows) {
        return rows.withColumn(OpenTable.FILE, functions.input_file_name());
    }
}
