package org.thalweg.spark.table;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;

/** The rows of a DataFrame in Spark's internal form, before an object is created for each. */
final class SqlRows {
    private SqlRows() {}

    /**
     * The rows as an RDD; each is valid until the next row of its partition is requested.
     *
     * @throws IllegalStateException if this version of Spark does not provide them
     */
    static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        RDD<InternalRow> internal = execution(rows).toRdd();
        return internal.toJavaRDD();
    }

    /** In Spark 3 and Spark 4, the method is in classes with different names. */
    private static QueryExecution execution(Dataset<Row> rows) {
        try {
            return (QueryExecution) rows.getClass().getMethod("queryExecution").invoke(rows);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("rows: could not be planned: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "rows: expected a DataFrame of Spark 3.5 to 4.2, found " + rows.getClass(), e);
        }
    }
}
