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
 * A network's forward pass over a block of rows, each layer computed as Zᵀ = W Xᵀ; {@link Predictor} explains why. Owns
 * its scratch memory; not thread-safe.
 */
final class BlockForward {
    private final Network network;
    private final float[] parameters;
    private final int rows;
    private final Blas blas = Blas.get();
    private final float[] featureWeights; // [outputs of the first layer], for sparse rows
    private final float[] rowSums; // [outputs of the first layer], for sparse rows
    private final float[] even; // [width × rows], layers 0, 2, …: one unit's values for all rows are contiguous
    private final float[] odd; // [width × rows], layers 1, 3, …
    private final float[] sums; // [width × rows], for activations that cannot be applied in place
    private final Activation.Kernel[] kernels; // by layer
    private final double[] moments; // [2 × rows], for layer normalisation
    private final float[] outputs; // [rows × outputs]
    private final float[] hidden; // [rows × widest hidden layer]: one layer's activations, row-major

    BlockForward(Network network, float[] parameters, int rows) {
        this.network = network;
        this.parameters = parameters;
        this.rows = rows;
        int last = network.layers().size() - 1;
        featureWeights = new float[network.sparse() ? network.layers().get(0).outputs() : 0];
        rowSums = new float[featureWeights.length];
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

    /** Whether blocks of this many rows fit in Java arrays. */
    static boolean fits(Network network, int rows) {
        int widest = Math.max(
                network.sparse() ? 0 : network.inputs(),
                widest(network, 0, network.layers().size(), 1));
        return (long) rows * widest <= Integer.MAX_VALUE - 8;
    }

    /** The outputs of the last run, [rows × outputs]. */
    float[] outputs() {
        return outputs;
    }

    /** The hidden layer's activations that the last run was asked for, [rows × units]. */
    float[] hidden() {
        return hidden;
    }

    /**
     * Runs the forward pass on a block.
     *
     * @param hiddenLayer the hidden layer whose activations are copied to {@link #hidden}, from 1; 0 for none
     */
    void run(FeatureBlock features, int hiddenLayer) {
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
                if (l + 1 == hiddenLayer) {
                    transposeInto(next, units, hidden);
                }
            } else {
                float[] rowsFirst = layer.activation().needsZ() ? next : outputs;
                transposeInto(z, units, rowsFirst);
                kernels[l].forwardInto(rowsFirst, outputs, rows, units);
            }
        }
    }

    /** Computes the input of a layer's activation. */
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

    /** Computes Zᵀ of the first layer, row by row over the non-zero features; W is [inputs × units]. */
    private void sparseSumsInto(float[] z, int units, CompressedRows sparse) {
        Arrays.fill(z, 0, units * rows, 0);
        for (int r = 0; r < sparse.rows(); r++) {
            Arrays.fill(rowSums, 0);
            for (int k = sparse.starts()[r]; k < sparse.starts()[r + 1]; k++) {
                System.arraycopy(parameters, sparse.indices()[k] * units, featureWeights, 0, units);
                Kernels.addScaledInPlace(rowSums, sparse.values()[k], featureWeights, 0, units);
            }
            for (int u = 0; u < units; u++) {
                z[u * rows + r] = rowSums[u];
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
