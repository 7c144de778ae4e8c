package org.thalweg.nn;

import java.util.Arrays;
import org.thalweg.math.Blas;
import org.thalweg.math.Kernels;
import org.thalweg.math.Philox;

/**
 * One worker's forward and backward pass over a block of rows, by matrix products.
 *
 * <p>For the layers l = 1 … L, rows n, X = A⁰:
 *
 * <pre>
 *   forward    Zˡ = Aˡ⁻¹ Wˡᵀ + bˡ      Aˡ = f(Zˡ)          [n × outputs]
 *   output     δᴸ = ∂C/∂Zᴸ                                  by the loss
 *   backward   ∂C/∂Wˡ = δˡᵀ Aˡ⁻¹                            [outputs × inputs]
 *              ∂C/∂bˡ = Σ_rows δˡ                           [outputs]
 *              δˡ⁻¹ = (δˡ Wˡ) ∘ f′(Zˡ⁻¹)
 * </pre>
 *
 * <p>The caller fills {@link #features()}, {@link #targets()} and {@link #weights()}, then calls {@link #gradient} or
 * {@link #loss}. All memory is taken by the constructor: a pass allocates nothing. Its results are a function of its
 * arguments and of the number of rows alone (on one kind of processor and BLAS). Not thread-safe.
 *
 * <p>Source: Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors".
 */
public final class Backpropagation {
    private final Network network;
    private final Loss loss;
    private final int maxRows;
    private final Blas blas = Blas.get();
    private final float[][] activations; // [L + 1][maxRows × width], the first is the features
    private final float[][] deltas; // [L][maxRows × width]
    private final float[] columnSums; // [widest layer]
    private final float[] targets;
    private final float[] weights;

    /**
     * Takes the memory for passes of up to maxRows rows.
     *
     * @throws IllegalArgumentException if the loss does not go with the network, or a layer's block is over 2³¹ numbers
     */
    public Backpropagation(Network network, Loss loss, int maxRows) {
        loss.requireGoesWith(network);
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows: expected 1 or more, found " + maxRows);
        }
        this.network = network;
        this.loss = loss;
        this.maxRows = maxRows;
        int layers = network.layers().size();
        activations = new float[layers + 1][];
        deltas = new float[layers][];
        activations[0] = block(maxRows, network.inputs());
        columnSums = new float
                [network.layers().stream().mapToInt(Layer::outputs).max().orElseThrow()];
        for (int l = 0; l < layers; l++) {
            int width = network.layers().get(l).outputs();
            activations[l + 1] = block(maxRows, width);
            deltas[l] = block(maxRows, width);
        }
        targets = block(maxRows, loss.targetWidth(network));
        weights = new float[maxRows];
    }

    private static float[] block(int rows, int width) {
        long numbers = (long) rows * width;
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a block of " + rows + " rows × " + width
                    + ": expected at most 2^31 numbers, found " + numbers + "; take fewer rows");
        }
        return new float[(int) numbers];
    }

    /** The most rows of a pass. */
    public int maxRows() {
        return maxRows;
    }

    /** The rows' features, [maxRows, inputs]: for the caller to fill. */
    public float[] features() {
        return activations[0];
    }

    /** The rows' targets, [maxRows, targetWidth]: for the caller to fill. */
    public float[] targets() {
        return targets;
    }

    /** The rows' weights, [maxRows]: for the caller to fill. */
    public float[] weights() {
        return weights;
    }

    /** The outputs of the last pass, [rows, outputs]. */
    public float[] outputs() {
        return activations[activations.length - 1];
    }

    /**
     * The rows' loss; leaves their outputs in {@link #outputs()}.
     *
     * @param parameters [network.parameterCount()]
     * @param rows 0 to maxRows
     * @return Σ_rows weight · C
     */
    public double loss(float[] parameters, int rows) {
        require(parameters, rows);
        forwardToZ(parameters, rows);
        return loss.forwardInPlace(network.output(), outputs(), rows, network.outputs(), targets, weights);
    }

    /**
     * The rows' loss and its gradient, the sums over the rows (not means).
     *
     * @param parameters [network.parameterCount()]
     * @param rows 0 to maxRows
     * @param gradient written, or added to, [network.parameterCount()]; may not be the parameters
     * @param accumulate whether to add to the gradient rather than to store into it
     * @return Σ_rows weight · C
     */
    public double gradient(float[] parameters, int rows, float[] gradient, boolean accumulate) {
        require(gradient, rows);
        double sum = loss(parameters, rows);
        int last = deltas.length - 1;
        loss.deltaInto(network.output(), outputs(), rows, network.outputs(), targets, weights, deltas[last]);
        for (int l = last; l >= 0; l--) {
            backward(l, parameters, rows, gradient, accumulate);
        }
        return sum;
    }

    /**
     * Whether this machine's product adds to a gradient, for passes of so many rows, the very numbers that it would store
     * into an empty one: each rounded once. True of OpenBLAS, which sums a pass's rows before it touches the result, as
     * long as they fit its blocking; found out by trying, number by number, as the arithmetic does not depend on the data.
     */
    public boolean addsExactly(int rows) {
        for (int l = 0; l < deltas.length; l++) {
            if (!addsExactly(rows, network.layers().get(l).outputs(), network.inputsOf(l))) {
                return false;
            }
        }
        return true;
    }

    private boolean addsExactly(int rows, int outputs, int inputs) {
        Philox random = new Philox(rows, outputs);
        float[] delta = uniform(random, block(rows, outputs));
        float[] x = uniform(random, block(rows, inputs));
        float[] added = uniform(random, block(outputs, inputs));
        float[] apart = new float[added.length];
        blas.multiply(true, false, outputs, inputs, rows, delta, 0, x, 0, false, apart, 0);
        Kernels.addInPlace(apart, added);
        blas.multiply(true, false, outputs, inputs, rows, delta, 0, x, 0, true, added, 0);
        return Arrays.equals(added, apart);
    }

    private static float[] uniform(Philox random, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    private void forwardToZ(float[] parameters, int rows) {
        for (int l = 0; l < deltas.length; l++) {
            int inputs = network.inputsOf(l);
            int outputs = network.layers().get(l).outputs();
            float[] z = activations[l + 1];
            blas.multiply(
                    false,
                    true,
                    rows,
                    outputs,
                    inputs,
                    activations[l],
                    0,
                    parameters,
                    network.weightOffset(l),
                    false,
                    z,
                    0);
            Kernels.addRowInPlace(z, rows, outputs, parameters, network.biasOffset(l));
            if (l < deltas.length - 1) {
                network.layers().get(l).activation().forwardInPlace(z, rows, outputs);
            }
        }
    }

    private void backward(int l, float[] parameters, int rows, float[] gradient, boolean accumulate) {
        int inputs = network.inputsOf(l);
        int outputs = network.layers().get(l).outputs();
        float[] delta = deltas[l];
        int weightOffset = network.weightOffset(l);
        int biasOffset = network.biasOffset(l);
        blas.multiply(
                true, false, outputs, inputs, rows, delta, 0, activations[l], 0, accumulate, gradient, weightOffset);
        Arrays.fill(columnSums, 0, outputs, 0);
        Kernels.addColumnSums(delta, rows, outputs, columnSums, 0);
        for (int o = 0; o < outputs; o++) {
            gradient[biasOffset + o] = accumulate ? gradient[biasOffset + o] + columnSums[o] : columnSums[o];
        }
        if (l > 0) {
            blas.multiply(
                    false, false, rows, inputs, outputs, delta, 0, parameters, weightOffset, false, deltas[l - 1], 0);
            network.layers().get(l - 1).activation().backwardInPlace(deltas[l - 1], activations[l], rows, inputs);
        }
    }

    private void require(float[] flat, int rows) {
        if (flat.length != network.parameterCount()) {
            throw new IllegalArgumentException("parameters: expected " + network.parameterCount() + " (network "
                    + network.shape() + "), found " + flat.length);
        }
        if (rows < 0 || rows > maxRows) {
            throw new IllegalArgumentException("rows: expected 0 to " + maxRows + ", found " + rows);
        }
    }
}
