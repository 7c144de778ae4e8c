package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.data.CompressedRows;
import org.thalweg.math.Blas;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Layer;
import org.thalweg.nn.LayerNormalisation;
import org.thalweg.nn.Network;

/**
 * A network's forward pass over a block of rows, each layer as Zᵀ = W Xᵀ: why, {@link Predictor} tells. Owns its scratch
 * memory; not thread-safe.
 */
final class BlockForward {
    private final Network network;
    private final float[] parameters;
    private final int rows;
    private final Blas blas = Blas.get();
    private final float[] ofFeature; // [outputs of the first layer], of sparse rows
    private final float[] ofRow; // likewise
    private final float[] even; // [width × rows] of layers 0, 2, …: a unit's values of all rows stand together
    private final float[] odd; // [width × rows] of layers 1, 3, …
    private final float[] sums; // [width × rows] of a layer whose activation needs its input apart from its output
    private final Activation.Kernel[] kernels; // of each layer
    private final double[] moments; // [2 × rows], of a normalised layer's rows
    private final float[] outputs; // [rows × outputs]
    private final float[] hidden; // [rows × widest hidden layer]: one layer's activations, rows first

    BlockForward(Network network, float[] parameters, int rows) {
        this.network = network;
        this.parameters = parameters;
        this.rows = rows;
        int last = network.layers().size() - 1;
        ofFeature = new float[network.sparse() ? network.layers().get(0).outputs() : 0];
        ofRow = new float[ofFeature.length];
        even = new float[rows * widest(network, 0, last + 1, 2)];
        odd = new float[rows * widest(network, 1, last + 1, 2)];
        sums = new float[Math.max(even.length, odd.length)];
        kernels = network.layers().stream()
                .map(layer -> layer.activation().kernel(rows * layer.outputs()))
                .toArray(Activation.Kernel[]::new);
        moments = new double[2 * rows];
        outputs = new float[rows * network.outputs()];
        hidden = new float[rows * widest(network, 0, last, 1)];
    }

    private static int widest(Network network, int firstLayer, int end, int step) {
        int widest = 0;
        for (int l = firstLayer; l < end; l += step) {
            widest = Math.max(widest, network.layers().get(l).outputs());
        }
        return widest;
    }

    /** Whether blocks of so many rows fit arrays. */
    static boolean fits(Network network, int rows) {
        int widest = Math.max(
                network.sparse() ? 0 : network.inputs(),
                widest(network, 0, network.layers().size(), 1));
        return (long) rows * widest <= Integer.MAX_VALUE - 8;
    }

    /** The rows' outputs, [rows × outputs], after a run. */
    float[] outputs() {
        return outputs;
    }

    /** The activations of the hidden layer that the last run was asked for, [rows × its units]. */
    float[] hidden() {
        return hidden;
    }

    /**
     * Runs the block.
     *
     * @param kept the hidden layer whose activations are kept, from 1; 0 for none
     */
    void run(FeatureBlock features, int kept) {
        float[] a = features.dense();
        int last = network.layers().size() - 1;
        for (int l = 0; l <= last; l++) {
            Layer layer = network.layers().get(l);
            int units = layer.outputs();
            float[] next = l % 2 == 0 ? even : odd;
            float[] z = layer.activation().needsZ() ? sums : next;
            sumsInto(z, l, a, features);
            if (l < last) {
                kernels[l].forwardInto(z, next, units, rows);
                a = next;
                if (l + 1 == kept) {
                    transposeInto(next, units, hidden);
                }
            } else {
                float[] rowsFirst = layer.activation().needsZ() ? next : outputs;
                transposeInto(z, units, rowsFirst);
                kernels[l].forwardInto(rowsFirst, outputs, rows, units);
            }
        }
    }

    /** What a layer's activation is applied to. */
    private void sumsInto(float[] z, int l, float[] a, FeatureBlock features) {
        int units = network.layers().get(l).outputs();
        if (l == 0 && network.sparse()) {
            sparseSumsInto(z, units, features.sparse());
        } else {
            int inputs = network.inputsOf(l);
            blas.multiply(false, l == 0, units, rows, inputs, parameters, network.weightOffset(l), a, 0, false, z, 0);
        }
        int biasOffset = network.biasOffset(l);
        if (network.layers().get(l).normalised()) {
            LayerNormalisation.applyDownInPlace(z, units, rows, parameters, biasOffset, moments);
        } else {
            addBiasInPlace(z, units, biasOffset);
        }
    }

    /** Zᵀ of the first layer, a row at a time over its numbers that are not 0; W is [inputs × units]. */
    private void sparseSumsInto(float[] z, int units, CompressedRows sparse) {
        Arrays.fill(z, 0, units * rows, 0);
        for (int r = 0; r < sparse.rows(); r++) {
            Arrays.fill(ofRow, 0);
            for (int k = sparse.starts()[r]; k < sparse.starts()[r + 1]; k++) {
                System.arraycopy(parameters, sparse.indices()[k] * units, ofFeature, 0, units);
                Kernels.addScaledInPlace(ofRow, sparse.values()[k], ofFeature, 0, units);
            }
            for (int u = 0; u < units; u++) {
                z[u * rows + r] = ofRow[u];
            }
        }
    }

    private void addBiasInPlace(float[] z, int units, int biasOffset) {
        for (int u = 0; u < units; u++) {
            float bias = parameters[biasOffset + u];
            for (int i = u * rows; i < (u + 1) * rows; i++) {
                z[i] += bias;
            }
        }
    }

    private void transposeInto(float[] from, int units, float[] to) {
        for (int u = 0; u < units; u++) {
            for (int r = 0; r < rows; r++) {
                to[r * units + u] = from[u * rows + r];
            }
        }
    }
}
