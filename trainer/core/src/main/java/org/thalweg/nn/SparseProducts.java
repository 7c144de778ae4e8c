package org.thalweg.nn;

import java.util.Arrays;
import org.thalweg.data.CompressedRows;

/**
 * The matrix products of a first layer that reads sparse rows, over non-zero values only.
 *
 * <p>W is stored as [inputs × outputs], so that the weights of one feature are contiguous. A pass's rows are transposed
 * once, so that W and its gradient are accessed sequentially; the row's z or δ, which is accessed for every value, is
 * small enough for the cache. A row's z is summed by ascending feature, a weight's gradient by ascending row.
 *
 * <p>Loops run over copies of rows with a single index, because the JIT compiler of JDK 17 vectorises no others. Not
 * thread-safe.
 */
final class SparseProducts {
    private final int outputs;
    private final float[][] rows; // [maxRows][outputs]: each row's z, or its δ
    private final float[] featureWeights; // [outputs]: a feature's weights, or their gradient
    private final float[] sum; // [outputs]
    private final int[] starts; // [inputs + 1], start of each feature's values
    private int[] rowOf = new int[0]; // row of each value, by feature, then by row
    private float[] values = new float[0];

    SparseProducts(int inputs, int outputs, int maxRows) {
        this.outputs = outputs;
        this.rows = new float[maxRows][outputs];
        this.featureWeights = new float[outputs];
        this.sum = new float[outputs];
        this.starts = new int[inputs + 1];
    }

    /** Sorts a pass's values by feature; must be called before the products of these rows. */
    void transpose(CompressedRows x) {
        int[] indices = x.indices();
        int[] rowStarts = x.starts();
        int count = x.numbers();
        if (rowOf.length < count) {
            rowOf = new int[x.indices().length];
            values = new float[x.indices().length];
        }
        Arrays.fill(starts, 0);
        for (int k = 0; k < count; k++) {
            starts[indices[k] + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        for (int r = 0; r < x.rows(); r++) {
            for (int k = rowStarts[r]; k < rowStarts[r + 1]; k++) {
                int place = starts[indices[k]]++;
                rowOf[place] = r;
                values[place] = x.values()[k];
            }
        }
        // Each start is now the start of the next feature.
        System.arraycopy(starts, 0, starts, 1, starts.length - 1);
        starts[0] = 0;
    }

    /** Z += X W, [count × outputs]. */
    void addRowsTimesWeights(int count, float[] parameters, int offset, float[] z) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(z, r * outputs, rows[r], 0, outputs);
        }
        for (int i = 0; i + 1 < starts.length; i++) {
            if (starts[i] < starts[i + 1]) {
                System.arraycopy(parameters, offset + i * outputs, featureWeights, 0, outputs);
                for (int k = starts[i]; k < starts[i + 1]; k++) {
                    addScaled(rows[rowOf[k]], values[k], featureWeights);
                }
            }
        }
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows[r], 0, z, r * outputs, outputs);
        }
    }

    /** Computes ∂C/∂W = Xᵀ δ, [inputs × outputs], or adds it. */
    void addRowsTimesDelta(int count, float[] delta, boolean accumulate, float[] gradient, int offset) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(delta, r * outputs, rows[r], 0, outputs);
        }
        int written = offset;
        for (int i = 0; i + 1 < starts.length; i++) {
            if (starts[i] == starts[i + 1]) {
                continue;
            }
            int at = offset + i * outputs;
            sumOfFeature(starts[i], starts[i + 1]);
            if (accumulate) {
                System.arraycopy(gradient, at, featureWeights, 0, outputs);
                addScaled(featureWeights, 1, sum);
                System.arraycopy(featureWeights, 0, gradient, at, outputs);
            } else {
                Arrays.fill(gradient, written, at, 0);
                System.arraycopy(sum, 0, gradient, at, outputs);
                written = at + outputs;
            }
        }
        if (!accumulate) {
            Arrays.fill(gradient, written, offset + (starts.length - 1) * outputs, 0);
        }
    }

    /** sum = Σ x δ over one feature's values. */
    private void sumOfFeature(int from, int end) {
        int k = from;
        if (end - k > 1) {
            setToTwo(sum, values[k], rows[rowOf[k]], values[k + 1], rows[rowOf[k + 1]]);
            k += 2;
        } else {
            setToOne(sum, values[k], rows[rowOf[k]]);
            k++;
        }
        for (; k < end; k++) {
            addScaled(sum, values[k], rows[rowOf[k]]);
        }
    }

    private static void addScaled(float[] to, float x, float[] w) {
        for (int o = 0; o < to.length; o++) {
            to[o] += x * w[o];
        }
    }

    private static void setToOne(float[] to, float x, float[] w) {
        for (int o = 0; o < to.length; o++) {
            to[o] = x * w[o];
        }
    }

    private static void setToTwo(float[] to, float x0, float[] w0, float x1, float[] w1) {
        for (int o = 0; o < to.length; o++) {
            to[o] = x0 * w0[o] + x1 * w1[o];
        }
    }
}
