package org.thalweg.spark.table;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;

/** The rows of a DataFrame as Spark computes them, before it makes an object of each. */
final class SqlRows {
    private SqlRows() {}

    /**
     * The rows as an RDD; each is valid until its partition's next is asked for.
     *
     * @throws IllegalStateException if this version of Spark does not give them
     */
    static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        RDD<InternalRow> internal = execution(rows).toRdd();
        return internal.toJavaRDD();
    }

    /** Spark 4 has the method in a class that Spark 3 has under another name. */
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
