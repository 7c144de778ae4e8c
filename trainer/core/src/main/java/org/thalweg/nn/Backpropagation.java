package org.thalweg.nn;

import java.util.Arrays;
import java.util.List;
import org.thalweg.data.CompressedRows;
import org.thalweg.math.Blas;

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
 * <p>Of a {@linkplain LayerNormalisation normalised} layer, Z without b is turned into what f is applied to, and δ back.
 *
 * <p>With {@linkplain Dropout dropout}, the layer behind a hidden one takes Aˡ ∘ mask in a gradient's pass, and δˡ is
 * masked likewise.
 *
 * <p>The caller fills {@link #features()} (or {@link #sparseFeatures()}, where the network reads sparse rows), {@link
 * #targets()} and {@link #weights()}, then calls {@link #gradient} or {@link #loss}. All memory is taken by the constructor,
 * but for the numbers of sparse rows: a pass allocates nothing. Its results are a function of its
 * arguments and of the number of rows alone (on one kind of processor and BLAS). Not thread-safe.
 *
 * <p>Source: Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors".
 */
public final class Backpropagation {
    private final Network network;
    private final Loss loss;
    private final int maxRows;
    private final Blas blas = Blas.get();
    private final float[][] activations; // [L + 1][maxRows × width], the first is the features of dense rows
    private final CompressedRows sparse; // the features of sparse rows, else null
    private final SparseProducts sparseProducts; // of sparse rows, else null
    private final float[][] sums; // [L][maxRows × width], Z: the activations themselves where nobody reads Z any more
    private final LayerNormalisation[] normalisations; // [L], null where the layer is not normalised
    private final Activation.Kernel[] kernels; // [L]
    private final float[][] deltas; // [L][maxRows × width]
    private final DropoutMask[] masks; // [L], null where the layer drops nothing
    private final float[] leastSlopes; // [L], below which a unit is saturated
    private final float[] columnSums; // [widest layer]
    private final float[] ones; // [maxRows], to sum over rows by a product
    private final float[] targets;
    private final float[] weights;
    private final double[] costs; // [maxRows]
    private final long[] rowKeys; // [maxRows], where anything is dropped
    private boolean drops; // in the pass that is under way

    /** Takes the memory for passes without dropout. */
    public Backpropagation(Network network, Loss loss, int maxRows) {
        this(network, loss, Dropout.NONE, maxRows);
    }

    /**
     * Takes the memory for passes of up to maxRows rows.
     *
     * @throws IllegalArgumentException if the loss or the dropout does not go with the network, or a layer's block is over
     *     2³¹ numbers
     */
    public Backpropagation(Network network, Loss loss, Dropout dropout, int maxRows) {
        this(network, loss, dropout, maxRows, false);
    }

    /**
     * Passes of an autoencoder: its targets are its features.
     *
     * @throws IllegalArgumentException if the network has not as many outputs as inputs, or reads sparse rows; and as the
     *     constructor
     */
    public static Backpropagation ofAutoencoder(Network network, Loss loss, Dropout dropout, int maxRows) {
        if (network.outputs() != network.inputs()
                || loss.targetWidth(network) != network.inputs()
                || network.sparse()) {
            throw new IllegalArgumentException(
                    "network: expected as many outputs, each with a target, as inputs of dense"
                            + " rows (autoencoder), found " + network.shape() + ", output "
                            + network.output().name());
        }
        return new Backpropagation(network, loss, dropout, maxRows, true);
    }

    private Backpropagation(Network network, Loss loss, Dropout dropout, int maxRows, boolean reconstructs) {
        loss.requireGoesWith(network);
        dropout.requireFits(network);
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows: expected 1 or more, found " + maxRows);
        }
        this.network = network;
        this.loss = loss.forThread();
        this.maxRows = maxRows;
        int layers = network.layers().size();
        activations = new float[layers + 1][];
        sums = new float[layers][];
        normalisations = new LayerNormalisation[layers];
        masks = new DropoutMask[layers];
        kernels = new Activation.Kernel[layers];
        leastSlopes = new float[layers];
        deltas = new float[layers][];
        activations[0] = network.sparse() ? new float[0] : block(maxRows, network.inputs());
        sparse = network.sparse() ? new CompressedRows(network.inputs()) : null;
        sparseProducts = network.sparse()
                ? new SparseProducts(network.inputs(), network.layers().get(0).outputs(), maxRows)
                : null;
        columnSums = new float
                [network.layers().stream().mapToInt(Layer::outputs).max().orElseThrow()];
        for (int l = 0; l < layers; l++) {
            int width = network.layers().get(l).outputs();
            activations[l + 1] = block(maxRows, width);
            kernels[l] = network.layers().get(l).activation().kernel(maxRows * width);
            boolean keepsZ = network.layers().get(l).activation().needsZ();
            sums[l] = keepsZ ? block(maxRows, width) : activations[l + 1];
            deltas[l] = block(maxRows, width);
            leastSlopes[l] =
                    (float) (LayerStatistics.SATURATED * kernels[l].activation().greatestSlope());
            normalisations[l] = network.layers().get(l).normalised() ? new LayerNormalisation(maxRows, width) : null;
            int threshold = dropout.threshold(l);
            masks[l] = threshold > 0 ? new DropoutMask(l, threshold, maxRows, width) : null;
        }
        targets = reconstructs ? activations[0] : block(maxRows, loss.targetWidth(network));
        weights = new float[maxRows];
        costs = new double[maxRows];
        rowKeys = new long[dropout.dropsAny() ? maxRows : 0];
        ones = new float[maxRows];
        Arrays.fill(ones, 1);
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

    /** The rows' features, [maxRows, inputs]: for the caller to fill. Empty where the network reads sparse rows. */
    public float[] features() {
        return activations[0];
    }

    /** The sparse rows' features: for the caller to clear and to fill. Null where the network reads dense rows. */
    public CompressedRows sparseFeatures() {
        return sparse;
    }

    /** The rows' targets, [maxRows, targetWidth]: for the caller to fill; of an autoencoder the features themselves. */
    public float[] targets() {
        return targets;
    }

    /** The rows' weights, [maxRows]: for the caller to fill. */
    public float[] weights() {
        return weights;
    }

    /** The rows' keys, which decide what of them is dropped, [maxRows]: for the caller to fill where there is dropout. */
    public long[] rowKeys() {
        return rowKeys;
    }

    /** The outputs of the last pass, [rows, outputs]. */
    public float[] outputs() {
        return activations[activations.length - 1];
    }

    /**
     * The rows' loss, nothing dropped; leaves their outputs in {@link #outputs()}.
     *
     * @param parameters [network.parameterCount()]
     * @param rows 0 to maxRows
     * @return Σ_rows weight · C, in the rows' order
     */
    public double loss(float[] parameters, int rows) {
        require(parameters, rows);
        drops = false;
        forward(parameters, rows);
        return sumOfCosts(rows);
    }

    /**
     * The rows' loss and its gradient, the sums over the rows (not means).
     *
     * @param parameters [network.parameterCount()]
     * @param rows 0 to maxRows
     * @param gradient written, or added to, [network.parameterCount()]; may not be the parameters
     * @param accumulate whether to add to the gradient rather than to store into it
     * @return Σ_rows weight · C, in the rows' order
     */
    public double gradient(float[] parameters, int rows, float[] gradient, boolean accumulate) {
        require(parameters, rows);
        require(gradient, rows);
        drops = true;
        forward(parameters, rows);
        deltaOfOutput(rows);
        for (int l = deltas.length - 1; l >= 0; l--) {
            gradientOfLayer(l, rows, gradient, accumulate);
            deltaBelow(l, parameters, rows);
        }
        return sumOfCosts(rows);
    }

    /**
     * Adds the first rows of the last gradient's pass to the statistics of its layers; of activations before any are dropped.
     *
     * @param rows how many
     * @param to one a layer
     */
    public void addStatistics(int rows, List<LayerStatistics> to) {
        for (int l = 0; l < deltas.length; l++) {
            int width = network.layers().get(l).outputs();
            float[] a = activations[l + 1];
            float[] z = sums[l];
            float[] slopes = deltas[l];
            if (to.get(l).hasSlopes()) {
                Arrays.fill(slopes, 0, rows * width, 1);
                kernels[l].backwardInPlace(slopes, z, a, rows, width);
            }
            to.get(l).add(a, slopes, leastSlopes[l], rows, weights);
        }
    }

    private double sumOfCosts(int rows) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += costs[r];
        }
        return sum;
    }

    /** Aˡ of every layer, and every row's cost. */
    private void forward(float[] parameters, int rows) {
        for (int l = 0; l < deltas.length; l++) {
            int outputs = network.layers().get(l).outputs();
            float[] z = sums[l];
            LayerNormalisation normalisation = normalisations[l];
            float[] products = normalisation == null ? z : normalisation.sums();
            beginSums(l, parameters, rows, products);
            if (l == 0 && sparse != null) {
                sparseProducts.transpose(sparse);
                sparseProducts.addRowsTimesWeights(rows, parameters, network.weightOffset(0), products);
            } else {
                addRowsTimesWeights(l, inputOf(l), rows, parameters, products);
            }
            if (normalisation != null) {
                normalisation.forwardInto(rows, parameters, network.biasOffset(l), z);
            }
            if (l < deltas.length - 1) {
                kernels[l].forwardInto(z, activations[l + 1], rows, outputs);
                if (drops && masks[l] != null) {
                    masks[l].forward(activations[l + 1], rows, rowKeys);
                }
            }
        }
        loss.forwardInto(
                kernels[deltas.length - 1],
                sums[deltas.length - 1],
                outputs(),
                rows,
                network.outputs(),
                targets,
                weights,
                costs);
    }

    /** What a layer takes: the features, or the activations of the layer below, some of them dropped. */
    private float[] inputOf(int l) {
        return drops && l > 0 && masks[l - 1] != null ? masks[l - 1].dropped() : activations[l];
    }

    /** What a layer's products are added to: b, or 0 where b comes after normalising. */
    private void beginSums(int l, float[] parameters, int rows, float[] z) {
        int outputs = network.layers().get(l).outputs();
        if (normalisations[l] != null) {
            Arrays.fill(z, 0, rows * outputs, 0);
            return;
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(parameters, network.biasOffset(l), z, r * outputs, outputs);
        }
    }

    private void deltaOfOutput(int rows) {
        loss.deltaInto(
                kernels[deltas.length - 1],
                sums[deltas.length - 1],
                outputs(),
                rows,
                network.outputs(),
                targets,
                weights,
                deltas[deltas.length - 1]);
    }

    /** ∂C/∂Wˡ and ∂C/∂bˡ of some rows, ∂C/∂gˡ too where there is one; leaves their δ as the layer below takes it. */
    private void gradientOfLayer(int l, int rows, float[] gradient, boolean accumulate) {
        int biasOffset = network.biasOffset(l);
        int weightOffset = network.weightOffset(l);
        if (normalisations[l] != null) {
            normalisations[l].backwardInPlace(deltas[l], rows, gradient, biasOffset, accumulate);
        }
        if (l == 0 && sparse != null) {
            sparseProducts.addRowsTimesDelta(rows, deltas[l], accumulate, gradient, weightOffset);
        } else {
            addDeltaTimesRows(l, deltas[l], inputOf(l), rows, accumulate, gradient, weightOffset);
        }
        if (normalisations[l] == null) {
            addDelta(l, rows, gradient, biasOffset, accumulate);
        }
    }

    private void addDelta(int l, int rows, float[] gradient, int biasOffset, boolean accumulate) {
        int outputs = network.layers().get(l).outputs();
        blas.multiply(false, false, 1, outputs, rows, ones, 0, deltas[l], 0, false, columnSums, 0);
        for (int o = 0; o < outputs; o++) {
            gradient[biasOffset + o] = accumulate ? gradient[biasOffset + o] + columnSums[o] : columnSums[o];
        }
    }

    /** δ of the layer below. */
    private void deltaBelow(int l, float[] parameters, int rows) {
        if (l == 0) {
            return;
        }
        deltaTimesWeights(l, deltas[l], rows, parameters, deltas[l - 1]);
        if (masks[l - 1] != null) {
            masks[l - 1].backwardInPlace(deltas[l - 1], rows);
        }
        kernels[l - 1].backwardInPlace(deltas[l - 1], sums[l - 1], activations[l], rows, network.inputsOf(l));
    }

    /** Z += X Wᵀ of a layer's input, [rows × outputs]. */
    private void addRowsTimesWeights(int l, float[] x, int rows, float[] parameters, float[] z) {
        int inputs = network.inputsOf(l);
        int outputs = network.layers().get(l).outputs();
        blas.multiply(false, true, rows, outputs, inputs, x, 0, parameters, network.weightOffset(l), true, z, 0);
    }

    /** ∂C/∂W = δᵀ X of a layer, [outputs × inputs]. */
    private void addDeltaTimesRows(
            int l, float[] delta, float[] x, int rows, boolean accumulate, float[] gradient, int offset) {
        int inputs = network.inputsOf(l);
        int outputs = network.layers().get(l).outputs();
        blas.multiply(true, false, outputs, inputs, rows, delta, 0, x, 0, accumulate, gradient, offset);
    }

    /** δ W of a layer, [rows × inputs]. */
    private void deltaTimesWeights(int l, float[] delta, int rows, float[] parameters, float[] below) {
        int inputs = network.inputsOf(l);
        int outputs = network.layers().get(l).outputs();
        blas.multiply(
                false, false, rows, inputs, outputs, delta, 0, parameters, network.weightOffset(l), false, below, 0);
    }

    private void require(float[] flat, int rows) {
        if (flat.length != network.parameterCount()) {
            throw new IllegalArgumentException("parameters: expected " + network.parameterCount() + " (network "
                    + network.shape() + "), found " + flat.length);
        }
        if (rows < 0 || rows > maxRows) {
            throw new IllegalArgumentException("rows: expected 0 to " + maxRows + ", found " + rows);
        }
        if (sparse != null && sparse.rows() != rows) {
            throw new IllegalArgumentException("sparse rows: expected " + rows + ", found " + sparse.rows());
        }
    }
}
