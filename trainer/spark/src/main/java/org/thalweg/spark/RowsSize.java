package org.thalweg.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;

/**
 * What rows take once they are packed.
 *
 * @param rows of all splits
 * @param numbers that they hold: see {@link RowSurvey}
 * @param sparse whether these are those alone that are not 0
 */
record RowsSize(long rows, long numbers, boolean sparse) implements Serializable {
    /** What a row of the shuffle has beside its numbers: its key and its side. */
    private static final int KEY_BYTES = 9;

    static RowsSize of(RowSurvey survey) {
        return new RowsSize(
                survey.all(),
                Arrays.stream(survey.numbers()).sum(),
                survey.total().isSparse());
    }

    /** That of dense rows, before they are read. */
    static RowsSize ofDense(long rows, RowShape shape) {
        return new RowsSize(rows, rows * (shape.inputs() + shape.targetWidth()), false);
    }

    long bytes() {
        return RowSurvey.bytes(rows, numbers, sparse);
    }

    /** The most that the shuffle writes: it compresses, and equal rows go through it as few. */
    long shuffledBytes() {
        return bytes() + KEY_BYTES * rows;
    }

    /** The bytes of a task that holds some of all lanes. */
    long bytes(int lanes, int of) {
        return (long) ((double) bytes() * lanes / of);
    }

    /** As messages have it: the bytes, and what they come of. */
    @Override
    public String toString() {
        return RowStorage.megabytes(bytes())
                + (sparse
                        ? String.format(Locale.ROOT, " (%,d rows, with %,d numbers that are not 0)", rows, numbers)
                        : String.format(Locale.ROOT, " (%,d rows of %,d numbers)", rows, numbers / Math.max(1, rows)));
    }
}
