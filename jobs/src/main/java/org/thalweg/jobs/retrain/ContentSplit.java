package org.thalweg.jobs.retrain;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.thalweg.spark.table.OpenTable;

/**
 * Rows with what is decided by the seed, their content and their {@linkplain OccurrenceNumbers number} among equal rows alone:
 * whether they are held apart, and their rank in a sample. So a row stands on the same side whenever it comes, of equal rows
 * each has a side of its own, and neither depends on files or partitions. The rank takes the night in, too: the n rows of
 * the lowest ranks are a sample of all rows that ever came, and those of two samples' union are one of both.
 */
final class ContentSplit {
    /** Whether the row is held apart: never learned, to compare models on. */
    static final String HOLD_OUT = "__thalweg_apart";

    /** The row's place in a sample, by a hash of its content, its number and its night. */
    static final String RANK = "__thalweg_rank";

    /** The night that the row came in. */
    static final String SINCE = "__thalweg_since";

    private static final long RANKING = 0x9E3779B97F4A7C15L;
    private static final int UNUSED_BITS = 11;

    private ContentSplit() {}

    /** Adds side and rank to numbered rows, in the place of content and number. */
    static Dataset<Row> keyed(Dataset<Row> numbered, LearningState.HoldOutRule by) {
        Column content = functions.col(OccurrenceNumbers.CONTENT);
        Column number = functions.col(OccurrenceNumbers.NUMBER);
        Column share = functions
                .shiftrightunsigned(functions.xxhash64(functions.lit(by.seed()), content, number), UNUSED_BITS)
                .cast("double")
                .multiply(functions.lit(0x1.0p-53));
        Column rank = functions.xxhash64(functions.lit(by.seed() ^ RANKING), content, number, functions.col(SINCE));
        return numbered.withColumn(HOLD_OUT, share.lt(functions.lit(by.share())))
                .withColumn(RANK, rank)
                .drop(OccurrenceNumbers.CONTENT, OccurrenceNumbers.NUMBER);
    }

    /** The rows that are held apart, or those that are not. */
    static Dataset<Row> side(Dataset<Row> keyed, boolean holdOut) {
        Column held = functions.col(HOLD_OUT);
        return keyed.filter(holdOut ? held : functions.not(held));
    }

    /** A sample of at most so many rows. */
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
