package org.thalweg.nn;

import java.util.Arrays;

/**
 * One layer in one worker's passes, with scratch memory for up to maxRows rows. For n rows, with X the layer's input:
 *
 * <pre>
 *   forward    Z = X Wᵀ + b      A = f(Z)                  [n × outputs]
 *   backward   ∂C/∂W = δᵀ X      ∂C/∂b = Σ_rows δ          of δ = ∂C/∂Z
 *              δ of the layer below = (δ W) ∘ f′ there
 * </pre>
 *
 * <p>In a {@linkplain LayerNormalisation normalised} layer, X Wᵀ is normalised to Z, and δ is propagated back through
 * the normalisation. With {@linkplain Dropout dropout}, the input of the layer above is A ∘ mask. A backward pass must
 * follow the forward pass of the same rows. Not thread-safe.
 */
final class LayerPass {
    private final int outputs;
    private final int biasOffset;
    private final LayerProducts products;
    private final Activation.Kernel kernel;
    private final LayerNormalisation normalisation; // null if the layer is not normalised
    private final DropoutMask mask; // null without dropout
    private final RowSums rowSums;
    private final float leastSlope; // a unit is saturated below this slope
    private final float[] a; // [maxRows × outputs]
    private final float[] z; // [maxRows × outputs]: same array as a if z is not read again
    private final float[] delta; // [maxRows × outputs]
    private float[] input; // of the last forward pass, [rows × inputs]

    /** @param mask null for none */
    LayerPass(Network network, int l, LayerProducts products, DropoutMask mask, int maxRows) {
        Layer layer = network.layers().get(l);
        this.outputs = layer.outputs();
        this.biasOffset = network.biasOffset(l);
        this.products = products;
        this.mask = mask;
        a = new float[maxRows * outputs];
        z = layer.activation().needsZ() ? new float[maxRows * outputs] : a;
        delta = new float[maxRows * outputs];
        kernel = layer.activation().kernel(maxRows * outputs);
        normalisation = layer.normalised() ? new LayerNormalisation(maxRows, outputs) : null;
        rowSums = new RowSums(outputs);
        leastSlope = (float) (LayerStatistics.SATURATED * kernel.activation().greatestSlope());
    }

    /** A, before dropout. */
    float[] activations() {
        return a;
    }

    /** Z, the input of f. */
    float[] sums() {
        return z;
    }

    /** δ = ∂C/∂Z, written by the layer above or the loss. */
    float[] delta() {
        return delta;
    }

    Activation.Kernel kernel() {
        return kernel;
    }

    /**
     * Computes A of the rows.
     *
     * @param x the layer's input, which must not change until the backward pass
     * @param rowKeys determine the dropout masks; null for no dropout
     * @return the input of the layer above: A, or A ∘ mask
     */
    float[] forward(float[] x, float[] parameters, int rows, long[] rowKeys) {
        sum(x, parameters, rows);
        kernel.forwardInto(z, a, rows, outputs);
        if (mask == null || rowKeys == null) {
            return a;
        }
        mask.forward(a, rows, rowKeys);
        return mask.dropped();
    }

    /** Computes Z of the rows. */
    void sum(float[] x, float[] parameters, int rows) {
        input = x;
        if (normalisation == null) {
            repeat(parameters, biasOffset, rows);
            products.rowsTimesWeights(x, rows, parameters, true, z);
        } else {
            products.rowsTimesWeights(x, rows, parameters, false, normalisation.sums());
            normalisation.forwardInto(rows, parameters, biasOffset, z);
        }
    }

    /** Writes b into every row of z, by repeated doubling. */
    private void repeat(float[] parameters, int offset, int rows) {
        int end = rows * outputs;
        int done = Math.min(outputs, end);
        System.arraycopy(parameters, offset, z, 0, done);
        while (done < end) {
            int more = Math.min(done, end - done);
            System.arraycopy(z, 0, z, done, more);
            done += more;
        }
    }

    /**
     * Writes, or adds to, ∂C/∂W, ∂C/∂b, and ∂C/∂g if there is a gain; leaves δ in the form that {@code deltaBelow}
     * needs.
     */
    void gradient(int rows, float[] gradient, boolean accumulate) {
        if (normalisation == null) {
            rowSums.sumInto(delta, rows, gradient, biasOffset, accumulate);
        } else {
            normalisation.backwardInPlace(delta, rows, gradient, biasOffset, accumulate);
        }
        products.deltaTimesRows(input, rows, delta, accumulate, gradient);
    }

    /** Computes δ of the layer below. */
    void deltaInto(LayerPass below, float[] parameters, int rows) {
        products.deltaTimesWeights(rows, delta, parameters, below.delta);
        if (below.mask != null) {
            below.mask.backwardInPlace(below.delta, rows);
        }
        below.kernel.backwardInPlace(below.delta, below.z, below.a, rows, below.outputs);
    }

    /** Adds the first rows of the last pass to the layer's statistics; δ is overwritten. */
    void addStatistics(int rows, float[] weights, LayerStatistics to) {
        if (to.hasSlopes()) {
            Arrays.fill(delta, 0, rows * outputs, 1);
            kernel.backwardInPlace(delta, z, a, rows, outputs);
        }
        to.add(a, delta, leastSlope, rows, weights);
    }
}
