package org.thalweg.jobs.retrain;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.thalweg.spark.table.OpenTable;

/**
 * Splits rows into learned and held-out ones, and ranks them for sampling. Both depend only on the seed, the row's
 * content and its {@linkplain OccurrenceNumbers number} among equal rows, and not on files or partitions. So a row is
 * on the same side whenever it arrives, and equal rows are split among the sides. The rank also depends on the run
 * number. The n rows of the lowest ranks are a random sample of all rows that ever arrived; those of the union of two
 * samples are a sample of both.
 */
final class ContentSplit {
    /** Whether the row is held out: it is never learned, but used to compare models. */
    static final String HOLD_OUT = "__thalweg_apart";

    /** The row's rank in samples: a hash of its content, its number and its run number. */
    static final String RANK = "__thalweg_rank";

    /** Number of the run in which the row arrived. */
    static final String SINCE = "__thalweg_since";

    private static final long RANKING = 0x9E3779B97F4A7C15L;
    private static final int UNUSED_BITS = 11;

    private ContentSplit() {}

    /** Adds side and rank to numbered rows, replacing content and number. */
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

    /** The held-out rows, or the others. */
    static Dataset<Row> side(Dataset<Row> keyed, boolean holdOut) {
        Column held = functions.col(HOLD_OUT);
        return keyed.filter(holdOut ? held : functions.not(held));
    }

    /** A random sample of at most {@code rows} rows. */
    static Dataset<Row> sample(Dataset<Row> keyed, int rows) {
        return keyed.orderBy(functions.col(RANK), functions.col(SINCE)).limit(rows);
    }

    /** A stratified sample of at most {@code rows} rows in all, the same number for each label. */
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
