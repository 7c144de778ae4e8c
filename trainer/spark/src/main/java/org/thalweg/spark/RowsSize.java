package org.thalweg.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;

/**
 * The size of packed rows.
 *
 * @param rows the number of rows in all splits
 * @param numbers the number of values that they store: see {@link RowSurvey}
 * @param sparse whether only values other than 0 are stored
 */
record RowsSize(long rows, long numbers, boolean sparse) implements Serializable {
    /** The overhead of a row in the shuffle: its key and its side. */
    private static final int KEY_BYTES = 9;

    static RowsSize of(RowSurvey survey) {
        return new RowsSize(
                survey.all(),
                Arrays.stream(survey.numbers()).sum(),
                survey.total().isSparse());
    }

    /** The size of dense rows, before they are read. */
    static RowsSize ofDense(long rows, RowShape shape) {
        return new RowsSize(rows, rows * (shape.inputs() + shape.targetWidth()), false);
    }

    long bytes() {
        return RowSurvey.bytes(rows, numbers, sparse);
    }

    /** An upper bound of what the shuffle writes: it compresses, and merges equal rows. */
    long shuffledBytes() {
        return bytes() + KEY_BYTES * rows;
    }

    /** The bytes of a task that holds {@code lanes} of {@code of} lanes. */
    long bytes(int lanes, int of) {
        return (long) ((double) bytes() * lanes / of);
    }

    /** The text for messages: the bytes, and the numbers behind them. */
    @Override
    public String toString() {
        return RowStorage.megabytes(bytes())
                + (sparse
                        ? String.format(Locale.ROOT, " (%,d rows, with %,d numbers that are not 0)", rows, numbers)
                        : String.format(Locale.ROOT, " (%,d rows of %,d numbers)", rows, numbers / Math.max(1, rows)));
    }
}
