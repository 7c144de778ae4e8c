package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows of one shape, stored one after another in growing arrays; rows are read into and shuffled in this form.
 *
 * <p>To write a row in place, call {@link #openRow}, write features and targets at their offsets (or add and end a row
 * of {@link #sparse}), then call {@link #endRow}. Mutable; not thread-safe.
 */
public final class PackedRows implements Serializable {
    private static final long serialVersionUID = 1;

    private static final float[] NONE = new float[0];

    private final int inputs;
    private final int targetWidth;
    private final CompressedRows sparse; // for sparse rows, else null
    private float[] features; // for dense rows
    private float[] targets;
    private float[] weights = NONE; // empty as long as every row has weight 1
    private int rows;

    /**
     * Creates an empty set of rows with an initial capacity.
     *
     * @param inputs features per row, including those that a sparse row does not store; 1 or more
     * @param targetWidth targets per row, 0 or more
     * @param isSparse whether the rows store only their non-zero features
     * @param roomForRows capacity in rows, 0 or more
     * @param roomForNumbers capacity in stored features of all sparse rows, 0 or more
     */
    public PackedRows(int inputs, int targetWidth, boolean isSparse, int roomForRows, int roomForNumbers) {
        this.inputs = inputs;
        this.targetWidth = targetWidth;
        this.sparse = isSparse ? new CompressedRows(inputs, roomForRows, roomForNumbers) : null;
        this.features = isSparse ? NONE : new float[Math.multiplyExact(roomForRows, inputs)];
        this.targets = new float[Math.multiplyExact(roomForRows, targetWidth)];
    }

    /** Creates an empty set of rows of a shape: see the other constructor. */
    public PackedRows(RowShape shape, int roomForRows, int roomForNumbers) {
        this(shape.inputs(), shape.targetWidth(), shape.sparse(), roomForRows, roomForNumbers);
    }

    private PackedRows(
            int rows,
            int inputs,
            CompressedRows sparse,
            float[] features,
            int targetWidth,
            float[] targets,
            float[] weights) {
        if (sparse == null && features.length != rows * inputs
                || targets.length != rows * targetWidth
                || weights.length != 0 && weights.length != rows) {
            throw new IllegalArgumentException("rows: expected arrays of " + rows + " rows, found " + features.length
                    + " features, " + targets.length + " targets and " + weights.length + " weights");
        }
        this.rows = rows;
        this.inputs = inputs;
        this.sparse = sparse;
        this.features = features;
        this.targetWidth = targetWidth;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * Dense rows that use the given arrays.
     *
     * @param weights of length 0 if each row has weight 1
     * @throws IllegalArgumentException if the lengths do not match the number of rows
     */
    public static PackedRows ofDense(
            int rows, int inputs, float[] features, int targetWidth, float[] targets, float[] weights) {
        return new PackedRows(rows, inputs, null, features, targetWidth, targets, weights);
    }

    /**
     * Sparse rows that use the given arrays of targets and weights.
     *
     * @param weights of length 0 if each row has weight 1
     * @throws IllegalArgumentException if the lengths do not match the number of rows
     */
    public static PackedRows ofSparse(CompressedRows sparse, int targetWidth, float[] targets, float[] weights) {
        return new PackedRows(sparse.rows(), sparse.inputs(), sparse, NONE, targetWidth, targets, weights);
    }

    /** Creates an empty set of rows of the same shape. */
    public PackedRows ofSameShape(int roomForRows, int roomForNumbers) {
        return new PackedRows(inputs, targetWidth, isSparse(), roomForRows, roomForNumbers);
    }

    /** Features per row. */
    public int inputs() {
        return inputs;
    }

    /** Targets per row. */
    public int targetWidth() {
        return targetWidth;
    }

    /** Whether the rows store only their non-zero features. */
    public boolean isSparse() {
        return sparse != null;
    }

    /** The number of completed rows. */
    public int rows() {
        return rows;
    }

    /** The number of features that all rows store. */
    public int numbers() {
        return sparse == null ? rows * inputs : sparse.numbers();
    }

    /** Starts a new row; discards a row that has not ended. */
    public void openRow() {
        if (sparse != null) {
            sparse.keep(rows);
        } else {
            features = withRoom(features, inputs);
        }
        targets = withRoom(targets, targetWidth);
    }

    private float[] withRoom(float[] array, int width) {
        long needed = (rows + 1L) * width;
        if (needed <= array.length) {
            return array;
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("rows: expected fewer than " + (rows + 1) + " of " + width
                    + " numbers in one part; use more parts");
        }
        return Arrays.copyOf(array, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8, 2L * array.length)));
    }

    /** The features of dense rows, [rows, inputs], followed by free capacity. Not a copy. */
    public float[] features() {
        return features;
    }

    /** The offset of the open dense row's features. */
    public int featuresOffset() {
        return rows * inputs;
    }

    /**
     * The features of sparse rows, to be written and ended by the caller.
     *
     * @throws IllegalStateException if the rows are dense
     */
    public CompressedRows sparse() {
        if (sparse == null) {
            throw new IllegalStateException("rows: expected sparse rows, found dense ones");
        }
        return sparse;
    }

    /** The targets, [rows, targetWidth], followed by free capacity. Not a copy. */
    public float[] targets() {
        return targets;
    }

    /** The offset of the open row's targets. */
    public int targetsOffset() {
        return rows * targetWidth;
    }

    /** The weights; of length 0 if each row has weight 1. Not a copy. */
    public float[] weights() {
        return weights;
    }

    /**
     * Ends the open row. Every −0 becomes 0.
     *
     * @param weight of the row
     * @throws IllegalArgumentException if a number is not finite (a feature may be NaN: missing), or the weight is not
     *     above 0; the row is discarded when another is opened
     */
    public void endRow(float weight) {
        if (sparse == null) {
            requireFinite("features", features, rows * inputs, inputs, true);
        } else if (sparse.rows() == rows + 1) {
            int from = sparse.starts()[rows];
            requireFinite("features", sparse.values(), from, sparse.numbers() - from, true);
        } else {
            throw new IllegalStateException(
                    "rows: expected " + (rows + 1) + " ended sparse rows, found " + sparse.rows());
        }
        requireFinite("targets", targets, rows * targetWidth, targetWidth, false);
        if (!(weight > 0) || !Float.isFinite(weight)) {
            throw new IllegalArgumentException("weight: expected a finite number above 0, found " + weight);
        }
        setWeight(weight);
        rows++;
    }

    private void setWeight(float weight) {
        if (weight != 1 && weights.length == 0) {
            weights = new float[Math.max(rows + 1, targetWidth == 0 ? 16 : targets.length / targetWidth)];
            Arrays.fill(weights, 0, rows, 1);
        }
        if (weights.length > 0) {
            if (rows >= weights.length) {
                weights = Arrays.copyOf(weights, 2 * rows + 1);
            }
            weights[rows] = weight;
        }
    }

    /** −0 + 0 is 0, and every other number plus 0 is itself. */
    private static void requireFinite(String name, float[] values, int from, int count, boolean orMissing) {
        for (int i = from; i < from + count; i++) {
            values[i] += 0f;
            if (!Float.isFinite(values[i]) && !(orMissing && Float.isNaN(values[i]))) {
                throw new IllegalArgumentException(
                        name + ": expected finite numbers, found " + values[i] + " at " + (i - from));
            }
        }
    }

    /** Removes the last completed row. */
    public void dropLastRow() {
        rows--;
        if (sparse != null) {
            sparse.keep(rows);
        }
    }

    /** Removes all rows; keeps the memory. */
    public void clear() {
        rows = 0;
        weights = NONE;
        if (sparse != null) {
            sparse.clear();
        }
    }

    /**
     * Adds an example. Every −0 becomes 0.
     *
     * @throws IllegalArgumentException if it has another shape
     */
    public void add(Example example) {
        new RowShape(inputs, targetWidth, isSparse()).require(example);
        add(RowView.of(example));
    }

    /** Adds a copy of a row of the same shape. */
    public void add(RowView row) {
        openRow();
        if (sparse == null) {
            System.arraycopy(row.features(), row.from(), features, rows * inputs, inputs);
        } else {
            sparse.add(row.indices(), row.features(), row.from(), row.end());
        }
        System.arraycopy(row.targets(), row.targetsFrom(), targets, rows * targetWidth, targetWidth);
        endRow(row.weight());
    }

    /** Moves a view to a row, 0 to rows − 1; the view is valid until a row is added. */
    public void view(int row, RowView view) {
        view.setInputs(inputs);
        if (sparse == null) {
            view.setDense(features, row * inputs, (row + 1) * inputs);
        } else {
            view.setSparse(sparse.indices(), sparse.values(), sparse.starts()[row], sparse.starts()[row + 1]);
        }
        view.setTargets(targets, row * targetWidth, targetWidth);
        view.setWeight(weights.length == 0 ? 1 : weights[row]);
    }

    /** Releases unused capacity if it is large. */
    public void trim() {
        features = trimmed(features, sparse == null ? rows * inputs : 0);
        targets = trimmed(targets, rows * targetWidth);
        weights = trimmed(weights, weights.length == 0 ? 0 : rows);
        if (sparse != null) {
            sparse.trim();
        }
    }

    private static float[] trimmed(float[] array, int used) {
        return array.length - used > array.length >> 4 ? Arrays.copyOf(array, used) : array;
    }
}
