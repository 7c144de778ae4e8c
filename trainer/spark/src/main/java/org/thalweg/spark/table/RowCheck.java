package org.thalweg.spark.table;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** How a row that may be bad is read, so that a bad row can be found again. */
@FunctionalInterface
public interface RowCheck extends Serializable {
    /** Reads a row, or throws its error. */
    void check(ExampleMapper mapper, Row row);
}
