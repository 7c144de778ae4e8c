package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Scaling;
import org.thalweg.data.SparseScaling;
import org.thalweg.math.Kernels;

/**
 * A block of input rows for a predictor: scaled, and dense or sparse as the network requires. Rows given in the other
 * form are converted. Scratch memory; not thread-safe.
 */
final class FeatureBlock {
    private final ModelDescription description;
    private final Scaling scaling;
    private final SparseScaling sparseScaling; // the same scaling; null if the network reads dense rows
    private final int inputs;
    private final int rows;
    private final float[] dense; // [rows × inputs], unused rows are 0; empty if the network reads sparse rows
    private final CompressedRows sparse; // at most this many rows; null if the network reads dense rows
    private final CompressedRows unscaled; // one dense row, converted; null if the network reads dense rows

    /** The value before scaling, for messages. */
    private interface RawValue {
        float of(int row, int input);
    }

    FeatureBlock(ModelDescription description, Scaling scaling, int rows) {
        this.description = description;
        this.scaling = scaling;
        this.inputs = description.network().inputs();
        this.rows = rows;
        boolean isSparse = description.network().sparse();
        this.dense = new float[isSparse ? 0 : rows * inputs];
        this.sparseScaling = isSparse ? new SparseScaling(scaling) : null;
        this.sparse = isSparse ? new CompressedRows(inputs) : null;
        this.unscaled = isSparse ? new CompressedRows(inputs) : null;
    }

    /** The dense rows, [rows × inputs]; of length 0 if the network reads sparse rows. */
    float[] dense() {
        return dense;
    }

    /** The sparse rows; null if the network reads dense rows. */
    CompressedRows sparse() {
        return sparse;
    }

    /**
     * Loads dense rows.
     *
     * @throws IllegalArgumentException if a feature is not finite, or not after scaling
     */
    void load(float[] from, int first, int count) {
        RawValue raw = (row, input) -> from[row * inputs + input];
        if (sparse == null) {
            System.arraycopy(from, first * inputs, dense, 0, count * inputs);
            Arrays.fill(dense, count * inputs, dense.length, 0);
            scaleDense(first, count, raw);
        } else {
            sparse.clear();
            for (int r = first; r < first + count; r++) {
                unscaled.clear();
                unscaled.addDense(from, r * inputs);
                sparseScaling.add(unscaled.indices(), unscaled.values(), 0, unscaled.numbers(), sparse);
            }
            requireFinite(first, raw);
        }
    }

    /**
     * Loads sparse rows.
     *
     * @throws IllegalArgumentException if a feature is not finite, or not after scaling
     */
    void load(CompressedRows from, int first, int count) {
        int[] starts = from.starts();
        RawValue raw = (row, input) -> {
            int at = Arrays.binarySearch(from.indices(), starts[row], starts[row + 1], input);
            return at < 0 ? 0 : from.values()[at];
        };
        if (sparse == null) {
            Arrays.fill(dense, 0);
            for (int r = 0; r < count; r++) {
                for (int k = starts[first + r]; k < starts[first + r + 1]; k++) {
                    dense[r * inputs + from.indices()[k]] = from.values()[k];
                }
            }
            scaleDense(first, count, raw);
        } else {
            sparse.clear();
            for (int r = first; r < first + count; r++) {
                sparseScaling.add(from.indices(), from.values(), starts[r], starts[r + 1], sparse);
            }
            requireFinite(first, raw);
        }
    }

    /** Fills the block with copies of a row, without scaling. */
    void loadCopies(float[] row) {
        if (sparse != null) {
            sparse.clear();
        }
        for (int r = 0; r < rows; r++) {
            if (sparse == null) {
                System.arraycopy(row, 0, dense, r * inputs, inputs);
            } else {
                sparse.addDense(row, 0);
            }
        }
    }

    private void scaleDense(int first, int count, RawValue raw) {
        for (int r = 0; r < count; r++) {
            scaling.applyInPlace(dense, r * inputs);
        }
        int wrong = Kernels.firstNonFinite(dense, 0, count * inputs);
        if (wrong >= 0) {
            throw notFinite(first + wrong / inputs, wrong % inputs, raw);
        }
    }

    private void requireFinite(int first, RawValue raw) {
        int wrong = Kernels.firstNonFinite(sparse.values(), 0, sparse.numbers());
        if (wrong >= 0) {
            int row = 0;
            while (sparse.starts()[row + 1] <= wrong) {
                row++;
            }
            throw notFinite(first + row, sparse.indices()[wrong], raw);
        }
    }

    private IllegalArgumentException notFinite(int row, int input, RawValue raw) {
        float found = raw.of(row, input);
        return new IllegalArgumentException("row " + row + ": expected finite numbers, found " + found + " for "
                + description.inputName(input) + (Float.isFinite(found) ? ", which overflows when scaled" : "")
                + "; fill in the value, or remove such rows");
    }
}
