package org.thalweg.data;

import java.util.Arrays;

/**
 * Packed rows of one lane: the form in which training stores rows in memory.
 *
 * <p>A block has about {@value #TARGET_BYTES} bytes (one row if a row is larger), so that no partition and no lane is
 * ever one huge array. The arrays are not copied, and must not be changed after packing.
 *
 * @param lane the lane the rows belong to
 * @param split the split that the rows belong to
 * @param rows 1 or more
 * @param starts for sparse rows: offset of each row's first feature, and behind the last row's features, [rows + 1]; of
 *     length 0 for dense rows
 * @param indices for sparse rows: the features' indices, ascending within a row, [features.length]; or packed two per
 *     {@code int} if each fits in 16 bits (the first in the lower half), [⌈features.length / 2⌉]; of length 0 for dense
 *     rows
 * @param features [rows, inputs], row-major; for sparse rows the non-zero features, row after row
 * @param targets [rows, targetWidth], row-major
 * @param weights [rows], or of length 0 if every row has weight 1
 */
public record Block(
        int lane,
        Split split,
        int rows,
        int[] starts,
        int[] indices,
        float[] features,
        float[] targets,
        float[] weights)
        implements RowBlock {
    private static final int[] NONE = new int[0];

    /** The size at which a block is full. Small enough not to be a humongous object in a G1 heap of 1 GiB. */
    static final int TARGET_BYTES = 256 * 1024;

    /** Checks that the arrays fit the rows. */
    public Block {
        if (rows < 1
                || starts.length == 0 && features.length % rows != 0
                || starts.length != 0 && (starts.length != rows + 1 || starts[rows] != features.length)
                || starts.length != 0
                        && indices.length != features.length
                        && indices.length != NarrowIndices.length(features.length)
                || targets.length % rows != 0
                || weights.length != 0 && weights.length != rows) {
            throw new IllegalArgumentException("block: expected arrays of whole rows, found " + rows + " rows, "
                    + features.length + " features, " + targets.length + " targets, " + weights.length + " weights");
        }
    }

    /** A block of dense rows. */
    public Block(int lane, Split split, int rows, float[] features, float[] targets, float[] weights) {
        this(lane, split, rows, NONE, NONE, features, targets, weights);
    }

    /** The number of rows in a full dense block, and the maximum in a sparse block: a power of two, 1 or more. */
    static int rowsOfFullBlock(RowShape shape) {
        long numbers = (shape.sparse() ? 1L : shape.inputs()) + shape.targetWidth();
        long rows = TARGET_BYTES / (4 * numbers);
        return Integer.highestOneBit((int) Math.max(1, Math.min(rows, 1 << 14)));
    }

    @Override
    public boolean isSparse() {
        return starts.length > 0;
    }

    @Override
    public int inputs() {
        return features.length / rows;
    }

    @Override
    public int targetWidth() {
        return targets.length / rows;
    }

    @Override
    public float weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    @Override
    public void copyFeatures(int row, float[] to, int offset) {
        int width = inputs();
        System.arraycopy(features, row * width, to, offset, width);
    }

    @Override
    public void copyTargets(int row, float[] to, int offset) {
        int width = targetWidth();
        System.arraycopy(targets, row * width, to, offset, width);
    }

    @Override
    public void copyFeatures(int row, CompressedRows to) {
        if (NarrowIndices.isNarrow(indices.length, features.length)) {
            to.addNarrow(indices, features, starts[row], starts[row + 1]);
        } else {
            to.add(indices, features, starts[row], starts[row + 1]);
        }
    }

    @Override
    public long bytes() {
        return 4L * (starts.length + indices.length + (long) features.length + targets.length + weights.length);
    }

    @Override
    public Block onHeap() {
        return this;
    }

    /** Whether the other has the same content, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Block that
                && lane == that.lane
                && split == that.split
                && rows == that.rows
                && Arrays.equals(starts, that.starts)
                && Arrays.equals(indices, that.indices)
                && Arrays.equals(features, that.features)
                && Arrays.equals(targets, that.targets)
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return 31 * lane + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return "Block[lane " + lane + ", " + split + ", " + rows + " rows"
                + (isSparse() ? ", sparse, " + features.length + " numbers]" : " × " + inputs() + "]");
    }
}
