package org.thalweg.data;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Sparse rows in CSR format (compressed sparse rows): only non-zero values are stored, row after row. Row r has the
 * values and indices from {@code starts()[r]}, included, to {@code starts()[r + 1]}, excluded.
 *
 * <p>The memory grows as needed and is reused after {@link #clear}. Mutable; not thread-safe.
 */
public final class CompressedRows implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int FIRST_ROWS = 15;
    private static final int FIRST_NUMBERS = 1024;
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int inputs;
    private int rows;
    private int numbers; // including those of a row that has not ended
    private int[] starts;
    private int[] indices;
    private float[] values;

    /**
     * Creates an empty set of rows.
     *
     * @param inputs features per row, including zeros; 1 or more
     */
    public CompressedRows(int inputs) {
        this(inputs, FIRST_ROWS, FIRST_NUMBERS);
    }

    /**
     * Creates an empty set of rows with an initial capacity.
     *
     * @param inputs features per row, including zeros; 1 or more
     */
    CompressedRows(int inputs, int roomForRows, int roomForNumbers) {
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs: expected 1 or more, found " + inputs);
        }
        this.inputs = inputs;
        this.starts = new int[roomForRows + 1];
        this.indices = new int[roomForNumbers];
        this.values = new float[roomForNumbers];
    }

    /**
     * Rows that use the given arrays: see {@link #starts}, {@link #indices} and {@link #values}.
     *
     * @throws IllegalArgumentException if their lengths do not match the number of rows
     */
    public static CompressedRows of(int inputs, int rows, int[] starts, int[] indices, float[] values) {
        if (starts.length != rows + 1 || indices.length != starts[rows] || values.length != starts[rows]) {
            throw new IllegalArgumentException("rows: expected arrays of " + rows + " rows, found " + starts.length
                    + " starts, " + indices.length + " indices and " + values.length + " values");
        }
        CompressedRows compressed = new CompressedRows(inputs, 0, 0);
        compressed.rows = rows;
        compressed.numbers = values.length;
        compressed.starts = starts;
        compressed.indices = indices;
        compressed.values = values;
        return compressed;
    }

    /** Removes all rows; keeps the memory. */
    public void clear() {
        rows = 0;
        numbers = 0;
    }

    /**
     * Removes all but the first rows, and the values of a row that has not ended.
     *
     * @param first the number of rows to keep, 0 to {@link #rows()}
     */
    void keep(int first) {
        rows = first;
        numbers = numbers();
    }

    /** Releases unused capacity if it is large. */
    void trim() {
        if (values.length - numbers > values.length >> 4) {
            indices = Arrays.copyOf(indices, numbers);
            values = Arrays.copyOf(values, numbers);
        }
        if (starts.length - rows - 1 > starts.length >> 4) {
            starts = Arrays.copyOf(starts, rows + 1);
        }
    }

    /** Adds a value to the current row, which {@link #endRow} ends; 0 is ignored. */
    public void put(int index, float value) {
        if (value == 0) {
            return;
        }
        makeRoom(1);
        indices[numbers] = index;
        values[numbers++] = value;
    }

    /**
     * Ends the current row.
     *
     * @throws IllegalArgumentException if its indices are not ascending or not below {@link #inputs()}; the row is
     *     discarded
     */
    public void endRow() {
        int before = -1;
        for (int k = numbers(); k < numbers; k++) {
            if (indices[k] <= before || indices[k] >= inputs) {
                int found = indices[k];
                numbers = numbers();
                throw new IllegalArgumentException("indices: expected ascending indices from 0 to " + (inputs - 1)
                        + ", found " + found + " after " + before);
            }
            before = indices[k];
        }
        end();
    }

    private void end() {
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length + 2);
        }
        starts[++rows] = numbers;
    }

    /**
     * Adds a row, given by a range of two arrays.
     *
     * @param fromIndices ascending, below {@link #inputs()}; not checked
     * @param fromValues the features at these indices
     * @param from start of the range
     * @param end of the range, exclusive
     */
    public void add(int[] fromIndices, float[] fromValues, int from, int end) {
        makeRoom(end - from);
        System.arraycopy(fromIndices, from, indices, numbers, end - from);
        System.arraycopy(fromValues, from, values, numbers, end - from);
        numbers += end - from;
        end();
    }

    /**
     * Adds a row, given by ranges of buffers.
     *
     * @param indicesAt start of the row's indices
     * @param valuesAt start of the row's values
     * @param count the number of values
     */
    public void add(IntBuffer fromIndices, int indicesAt, FloatBuffer fromValues, int valuesAt, int count) {
        makeRoom(count);
        fromIndices.get(indicesAt, indices, numbers, count);
        fromValues.get(valuesAt, values, numbers, count);
        numbers += count;
        end();
    }

    /**
     * Adds a row with packed indices.
     *
     * @param packed 16-bit indices, two per {@code int}, as in a {@link Block}
     * @param from start of the range
     * @param end of the range, exclusive
     */
    void addNarrow(int[] packed, float[] fromValues, int from, int end) {
        makeRoom(end - from);
        for (int k = from; k < end; k++) {
            indices[numbers + k - from] = NarrowIndices.unpack(packed[k >> 1], k);
        }
        System.arraycopy(fromValues, from, values, numbers, end - from);
        numbers += end - from;
        end();
    }

    /**
     * Adds a row with packed indices, given by ranges of buffers.
     *
     * @param packedAt start of all rows' indices
     * @param valuesAt start of all rows' values
     * @param from start of the row, relative to these
     * @param end of the row, exclusive
     */
    public void addNarrow(IntBuffer packed, int packedAt, FloatBuffer fromValues, int valuesAt, int from, int end) {
        makeRoom(end - from);
        for (int k = from; k < end; k++) {
            indices[numbers + k - from] = NarrowIndices.unpack(packed.get(packedAt + (k >> 1)), k);
        }
        fromValues.get(valuesAt + from, values, numbers, end - from);
        numbers += end - from;
        end();
    }

    /**
     * Adds a dense row.
     *
     * @param dense contains the row's features from the offset on
     */
    public void addDense(float[] dense, int offset) {
        for (int i = 0; i < inputs; i++) {
            put(i, dense[offset + i]);
        }
        end();
    }

    private void makeRoom(int more) {
        long needed = (long) numbers + more;
        if (needed > MOST) {
            throw new IllegalArgumentException("sparse rows: expected at most " + MOST + " non-zero values, found "
                    + needed + " in " + (rows + 1) + " rows; use fewer rows");
        }
        if (needed > values.length) {
            int length = (int) Math.min(MOST, Math.max(needed, 2L * values.length));
            indices = Arrays.copyOf(indices, length);
            values = Arrays.copyOf(values, length);
        }
    }

    /** Features per row, including zeros. */
    public int inputs() {
        return inputs;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of stored values of all rows. */
    public int numbers() {
        return rows == 0 ? 0 : starts[rows];
    }

    /** The offset of each row, followed by the end of the last one; may be longer than needed. Not a copy. */
    public int[] starts() {
        return starts;
    }

    /** The values' feature indices, ascending within a row; may be longer than needed. Not a copy. */
    public int[] indices() {
        return indices;
    }

    /** The non-zero values; may be longer than needed. Not a copy. */
    public float[] values() {
        return values;
    }
}
