package org.thalweg.nn;

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
 * <p>Each layer has an object with its memory, which does its forward and backward pass. Units are dropped in a gradient's
 * pass alone.
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
    private final LayerPass[] layers;
    private final LayerPass output; // the last of them
    private final SparseInput sparse; // the features of sparse rows, else null
    private final float[] features; // [maxRows × inputs]; empty where rows are sparse
    private final float[] targets;
    private final float[] weights;
    private final double[] costs; // [maxRows]
    private final long[] rowKeys; // [maxRows], where anything is dropped

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
        features = new float[network.sparse() ? 0 : numbers(maxRows, network.inputs())];
        sparse = network.sparse()
                ? new SparseInput(network.inputs(), network.layers().get(0).outputs(), maxRows)
                : null;
        layers = new LayerPass[network.layers().size()];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = newLayer(l, dropout.threshold(l));
        }
        output = layers[layers.length - 1];
        targets = reconstructs ? features : new float[numbers(maxRows, loss.targetWidth(network))];
        weights = new float[maxRows];
        costs = new double[maxRows];
        rowKeys = new long[dropout.dropsAny() ? maxRows : 0];
    }

    private LayerPass newLayer(int l, int threshold) {
        int inputs = network.inputsOf(l);
        int outputs = network.layers().get(l).outputs();
        numbers(maxRows, outputs);
        LayerProducts products = l == 0 && sparse != null
                ? sparse
                : new DenseProducts(inputs, outputs, network.weightOffset(l), Blas.get());
        DropoutMask mask = threshold > 0 ? new DropoutMask(l, threshold, maxRows, outputs) : null;
        return new LayerPass(network, l, products, mask, maxRows);
    }

    /** The numbers of a block, which one array has to hold. */
    private static int numbers(int rows, int width) {
        long numbers = (long) rows * width;
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a block of " + rows + " rows × " + width
                    + ": expected at most 2^31 numbers, found " + numbers + "; take fewer rows");
        }
        return (int) numbers;
    }

    /** The most rows of a pass. */
    public int maxRows() {
        return maxRows;
    }

    /** The rows' features, [maxRows, inputs]: for the caller to fill. Empty where the network reads sparse rows. */
    public float[] features() {
        return features;
    }

    /** The sparse rows' features: for the caller to clear and to fill. Null where the network reads dense rows. */
    public CompressedRows sparseFeatures() {
        return sparse == null ? null : sparse.rows();
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
        return output.activations();
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
        forward(parameters, rows, null);
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
        forward(parameters, rows, rowKeys);
        loss.deltaInto(
                output.kernel(), output.sums(), outputs(), rows, network.outputs(), targets, weights, output.delta());
        for (int l = layers.length - 1; l >= 0; l--) {
            layers[l].gradient(rows, gradient, accumulate);
            if (l > 0) {
                layers[l].deltaInto(layers[l - 1], parameters, rows);
            }
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
        for (int l = 0; l < layers.length; l++) {
            layers[l].addStatistics(rows, weights, to.get(l));
        }
    }

    private double sumOfCosts(int rows) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += costs[r];
        }
        return sum;
    }

    /**
     * Aˡ of every layer, and every row's cost.
     *
     * @param keys of the rows, by which units are dropped; null to drop none
     */
    private void forward(float[] parameters, int rows, long[] keys) {
        float[] x = features;
        for (int l = 0; l < layers.length - 1; l++) {
            x = layers[l].forward(x, parameters, rows, keys);
        }
        output.sum(x, parameters, rows);
        loss.forwardInto(output.kernel(), output.sums(), outputs(), rows, network.outputs(), targets, weights, costs);
    }

    private void require(float[] flat, int rows) {
        if (flat.length != network.parameterCount()) {
            throw new IllegalArgumentException("parameters: expected " + network.parameterCount() + " (network "
                    + network.shape() + "), found " + flat.length);
        }
        if (rows < 0 || rows > maxRows) {
            throw new IllegalArgumentException("rows: expected 0 to " + maxRows + ", found " + rows);
        }
        if (sparse != null && sparse.rows().rows() != rows) {
            throw new IllegalArgumentException(
                    "sparse rows: expected " + rows + ", found " + sparse.rows().rows());
        }
    }
}
