package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.thalweg.jobs.read.OpenTable;

/**
 * Rows with what is decided by their content alone: whether they are held apart, and their rank in a sample. So equal rows
 * never stand on both sides, neither of one night nor of two, and a sample does not depend on files or partitions: the n
 * rows of the lowest ranks are a sample of all rows that ever came, and those of two samples' union are one of both.
 */
final class Keyed {
    /** Whether the row is held apart: never learned, to compare models on. */
    static final String APART = "__thalweg_apart";

    /** The row's place in a sample, by a hash of its content. */
    static final String RANK = "__thalweg_rank";

    /** The version that the row came with. */
    static final String SINCE = "__thalweg_since";

    private static final long RANKING = 0x9E3779B97F4A7C15L;
    private static final int UNUSED_BITS = 11;

    private Keyed() {}

    /** Adds the three columns; every row came with one version. */
    static Dataset<Row> keyed(Dataset<Row> rows, Learned.HeldApart by, int since) {
        Column share = functions
                .shiftrightunsigned(hash(by, by.seed()), UNUSED_BITS)
                .cast("double")
                .multiply(functions.lit(0x1.0p-53));
        return rows.withColumn(APART, share.lt(functions.lit(by.share())))
                .withColumn(RANK, hash(by, by.seed() ^ RANKING))
                .withColumn(SINCE, functions.lit(since));
    }

    private static Column hash(Learned.HeldApart by, long seed) {
        List<Column> columns = new ArrayList<>();
        columns.add(functions.lit(seed));
        by.columns().forEach(name -> columns.add(OpenTable.column(name)));
        return functions.xxhash64(columns.toArray(Column[]::new));
    }

    /** The rows that are held apart, or those that are not. */
    static Dataset<Row> side(Dataset<Row> keyed, boolean apart) {
        Column held = functions.col(APART);
        return keyed.filter(apart ? held : functions.not(held));
    }

    /** A sample of at most so many rows; of equal rows the earlier ones first. */
    static Dataset<Row> sample(Dataset<Row> keyed, int rows) {
        return keyed.orderBy(functions.col(RANK), functions.col(SINCE)).limit(rows);
    }

    /** A sample of at most so many rows in all, as many of each label. */
    static Dataset<Row> sampleByLabel(Dataset<Row> keyed, int rows, String label, int labels) {
        String place = "__thalweg_place";
        Column within = functions
                .row_number()
                .over(Window.partitionBy(OpenTable.column(label)).orderBy(functions.col(RANK), functions.col(SINCE)));
        return keyed.withColumn(place, within)
                .filter(functions.col(place).leq(functions.lit(Math.max(1, rows / Math.max(1, labels)))))
                .drop(place);
    }
}
