package org.thalweg.data;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Rows of which only the numbers that are not 0 are held, one row behind the other (compressed sparse rows): row r has the
 * values and indices from {@code starts()[r]} to before {@code starts()[r + 1]}.
 *
 * <p>Scratch memory that grows with the most numbers it ever held, and is used again after {@link #clear}. Mutable; not
 * thread-safe.
 */
public final class CompressedRows implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int FIRST_ROWS = 15;
    private static final int FIRST_NUMBERS = 1024;
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int inputs;
    private int rows;
    private int numbers; // with those of a row that has not ended
    private int[] starts;
    private int[] indices;
    private float[] values;

    /**
     * No rows yet.
     *
     * @param inputs features of a row, those that are 0 among them; 1 or more
     */
    public CompressedRows(int inputs) {
        this(inputs, FIRST_ROWS, FIRST_NUMBERS);
    }

    /**
     * No rows yet, with room for some.
     *
     * @param inputs features of a row, those that are 0 among them; 1 or more
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
     * Rows of arrays: see {@link #starts}, {@link #indices} and {@link #values}.
     *
     * @throws IllegalArgumentException if their lengths do not go with the number of rows
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

    /** Lets go of all rows; the memory stays. */
    public void clear() {
        rows = 0;
        numbers = 0;
    }

    /**
     * Lets go of all but the first rows, and of what was put of a row that has not ended.
     *
     * @param first 0 to {@link #rows()}
     */
    void keep(int first) {
        rows = first;
        numbers = numbers();
    }

    /** Gives back room that is not used, where it is much. */
    void trim() {
        if (values.length - numbers > values.length >> 4) {
            indices = Arrays.copyOf(indices, numbers);
            values = Arrays.copyOf(values, numbers);
        }
        if (starts.length - rows - 1 > starts.length >> 4) {
            starts = Arrays.copyOf(starts, rows + 1);
        }
    }

    /** Adds a number to the row that {@link #endRow} ends; 0 is left out. */
    public void put(int index, float value) {
        if (value == 0) {
            return;
        }
        makeRoom(1);
        indices[numbers] = index;
        values[numbers++] = value;
    }

    /**
     * Ends a row of the numbers put since the last one.
     *
     * @throws IllegalArgumentException if their indices do not ascend from 0 to before {@link #inputs()}; the row is gone
     */
    public void endRow() {
        int before = -1;
        for (int k = numbers(); k < numbers; k++) {
            if (indices[k] <= before || indices[k] >= inputs) {
                int found = indices[k];
                numbers = numbers();
                throw new IllegalArgumentException("indices: expected ascending ones from 0 to before " + inputs
                        + ", found " + found + " behind " + before);
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
     * Adds a row of numbers that stand from one place to before another in two arrays.
     *
     * @param fromIndices ascending, 0 to before {@link #inputs()}; not checked
     * @param fromValues the features at these indices
     */
    public void add(int[] fromIndices, float[] fromValues, int from, int end) {
        makeRoom(end - from);
        System.arraycopy(fromIndices, from, indices, numbers, end - from);
        System.arraycopy(fromValues, from, values, numbers, end - from);
        numbers += end - from;
        end();
    }

    /**
     * The same of numbers in buffers.
     *
     * @param indicesAt where the row's begin
     * @param valuesAt where the row's begin
     * @param count how many
     */
    public void add(IntBuffer fromIndices, int indicesAt, FloatBuffer fromValues, int valuesAt, int count) {
        makeRoom(count);
        fromIndices.get(indicesAt, indices, numbers, count);
        fromValues.get(valuesAt, values, numbers, count);
        numbers += count;
        end();
    }

    /**
     * Adds a row of numbers that stand from one place to before another.
     *
     * @param packed indices of 16 bits, two to an {@code int}, as a {@link Block} holds them
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
     * The same of numbers in buffers.
     *
     * @param packedAt where those of all rows begin
     * @param valuesAt likewise
     * @param from the row's first place among them
     * @param end behind its last
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
     * Adds a row that stands in an array with its zeros.
     *
     * @param dense its features are read from an offset on
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
            throw new IllegalArgumentException("sparse rows: expected at most " + MOST
                    + " numbers together that are not 0, found " + needed + " in " + (rows + 1)
                    + " rows; take fewer rows");
        }
        if (needed > values.length) {
            int length = (int) Math.min(MOST, Math.max(needed, 2L * values.length));
            indices = Arrays.copyOf(indices, length);
            values = Arrays.copyOf(values, length);
        }
    }

    /** Features of a row, those that are 0 among them. */
    public int inputs() {
        return inputs;
    }

    /** The rows held. */
    public int rows() {
        return rows;
    }

    /** The numbers of all rows. */
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
