package org.thalweg.spark.table;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** What work does with a row that may be bad, so that a bad one can be found again. */
@FunctionalInterface
public interface RowCheck extends Serializable {
    /** Reads a row, or throws what is wrong with it. */
    void check(ExampleMapper mapper, Row row);
}
