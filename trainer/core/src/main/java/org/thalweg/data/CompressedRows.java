package org.thalweg.data;

import java.util.Arrays;

/**
 * Rows of which only the numbers that are not 0 are held, one row behind the other (compressed sparse rows): row r has the
 * values and indices from {@code starts()[r]} to before {@code starts()[r + 1]}.
 *
 * <p>Scratch memory that grows with the most numbers it ever held, and is used again after {@link #clear}. Mutable; not
 * thread-safe.
 */
public final class CompressedRows {
    private static final int FIRST_NUMBERS = 1024;
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int inputs;
    private int rows;
    private int[] starts = new int[16];
    private int[] indices = new int[FIRST_NUMBERS];
    private float[] values = new float[FIRST_NUMBERS];

    /**
     * No rows yet.
     *
     * @param inputs features of a row, those that are 0 among them; 1 or more
     */
    public CompressedRows(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs: expected 1 or more, found " + inputs);
        }
        this.inputs = inputs;
    }

    /** Lets go of all rows; the memory stays. */
    public void clear() {
        rows = 0;
    }

    /**
     * Adds a row of numbers that stand at from to before end in two arrays.
     *
     * @param fromIndices ascending, 0 to before {@link #inputs()}; not checked
     * @param fromValues the features at these indices
     */
    public void add(int[] fromIndices, float[] fromValues, int from, int end) {
        int at = begin(end - from);
        System.arraycopy(fromIndices, from, indices, at, end - from);
        System.arraycopy(fromValues, from, values, at, end - from);
        starts[++rows] = at + end - from;
    }

    /**
     * Adds a row that stands in an array with its zeros.
     *
     * @param dense its features are read from an offset on
     */
    public void addDense(float[] dense, int offset) {
        int count = 0;
        for (int i = 0; i < inputs; i++) {
            count += dense[offset + i] == 0 ? 0 : 1;
        }
        int at = begin(count);
        for (int i = 0; i < inputs; i++) {
            if (dense[offset + i] != 0) {
                indices[at] = i;
                values[at++] = dense[offset + i];
            }
        }
        starts[++rows] = at;
    }

    /** Makes room for a row; returns where it begins. */
    private int begin(int count) {
        int at = numbers();
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        long needed = (long) at + count;
        if (needed > MOST) {
            throw new IllegalArgumentException(
                    "sparse rows: expected at most " + MOST + " numbers together that are not 0, found " + needed
                            + " in " + (rows + 1) + " rows; take fewer rows");
        }
        if (needed > values.length) {
            int length = (int) Math.min(MOST, Math.max(needed, 2L * values.length));
            indices = Arrays.copyOf(indices, length);
            values = Arrays.copyOf(values, length);
        }
        return at;
    }

    /** Features of a row, those that are 0 among them. */
    public int inputs() {
        return inputs;
    }

    /** The rows held. */
    public int rows() {
        return rows;
    }

    /** The numbers held. */
    public int numbers() {
        return rows == 0 ? 0 : starts[rows];
    }

    /** Where each row begins, and behind them where the last one ends; longer than needed. Not a copy. */
    public int[] starts() {
        return starts;
    }

    /** The numbers' indices within their rows, ascending in a row; longer than needed. Not a copy. */
    public int[] indices() {
        return indices;
    }

    /** The numbers; longer than needed. Not a copy. */
    public float[] values() {
        return values;
    }
}
