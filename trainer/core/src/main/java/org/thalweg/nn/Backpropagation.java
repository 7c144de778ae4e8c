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
 * <p>Each layer has its own object with scratch memory for its forward and backward pass. Dropout is applied only when
 * a gradient is computed.
 *
 * <p>The caller fills {@link #features()} (or {@link #sparseFeatures()}, if the network reads sparse rows), {@link
 * #targets()} and {@link #weights()}, then calls {@link #gradient} or {@link #loss}. The constructor allocates all
 * memory except that for the values of sparse rows; a pass allocates nothing. Results depend only on the arguments and
 * the number of rows (for one kind of processor and BLAS). Not thread-safe.
 *
 * <p>Source: Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors".
 */
public final class Backpropagation {
    private final Network network;
    private final Loss loss;
    private final int maxRows;
    private final LayerPass[] layers;
    private final LayerPass output; // the last layer
    private final SparseInput sparse; // the features of sparse rows, else null
    private final float[] features; // [maxRows × inputs]; empty where rows are sparse
    private final float[] targets;
    private final float[] weights;
    private final double[] costs; // [maxRows]
    private final long[] rowKeys; // [maxRows], if there is dropout

    /** Allocates the memory for passes without dropout. */
    public Backpropagation(Network network, Loss loss, int maxRows) {
        this(network, loss, Dropout.NONE, maxRows);
    }

    /**
     * Allocates the memory for passes of up to maxRows rows.
     *
     * @throws IllegalArgumentException if the loss or the dropout does not match the network, or a layer's block
     *     exceeds 2³¹ numbers
     */
    public Backpropagation(Network network, Loss loss, Dropout dropout, int maxRows) {
        this(network, loss, dropout, maxRows, false);
    }

    /**
     * Creates passes of an autoencoder, whose targets are its features.
     *
     * @throws IllegalArgumentException if the network does not have as many outputs as inputs, or reads sparse rows;
     *     and as the constructor
     */
    public static Backpropagation ofAutoencoder(Network network, Loss loss, Dropout dropout, int maxRows) {
        if (network.outputs() != network.inputs()
                || loss.targetWidth(network) != network.inputs()
                || network.sparse()) {
            throw new IllegalArgumentException("network: expected dense rows, and as many outputs, each with a target,"
                    + " as inputs (autoencoder), found " + network.shape() + ", output "
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

    /** The numbers in a block, which must fit in one array. */
    private static int numbers(int rows, int width) {
        long numbers = (long) rows * width;
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a block of " + rows + " rows × " + width
                    + ": expected at most 2^31 numbers, found " + numbers + "; use fewer rows");
        }
        return (int) numbers;
    }

    /** The maximum number of rows per pass. */
    public int maxRows() {
        return maxRows;
    }

    /** The rows' features, [maxRows, inputs], filled by the caller. Empty if the network reads sparse rows. */
    public float[] features() {
        return features;
    }

    /**
     * The sparse rows' features, cleared and filled by the caller.
     *
     * @throws IllegalStateException if the network reads dense rows
     */
    public CompressedRows sparseFeatures() {
        if (sparse == null) {
            throw new IllegalStateException(
                    "features: expected a network that reads sparse rows, found " + network.shape() + " of dense rows");
        }
        return sparse.rows();
    }

    /** The rows' targets, [maxRows, targetWidth], filled by the caller; for an autoencoder the features themselves. */
    public float[] targets() {
        return targets;
    }

    /** The rows' weights, [maxRows], filled by the caller. */
    public float[] weights() {
        return weights;
    }

    /** The rows' keys, which determine the dropout masks, [maxRows], filled by the caller if there is dropout. */
    public long[] rowKeys() {
        return rowKeys;
    }

    /** The outputs of the last pass, [rows, outputs]. */
    public float[] outputs() {
        return output.activations();
    }

    /**
     * Computes the rows' loss, without dropout; leaves their outputs in {@link #outputs()}.
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
     * Computes the rows' loss and its gradient, as sums over the rows (not means).
     *
     * @param parameters [network.parameterCount()]
     * @param rows 0 to maxRows
     * @param gradient written, or added to, [network.parameterCount()]; must not alias the parameters
     * @param accumulate whether to add to the gradient rather than overwrite it
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
     * Adds the first rows of the last gradient pass to the statistics of its layers, using activations before dropout.
     *
     * @param rows how many
     * @param to one per layer
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
     * Computes Aˡ of every layer, and every row's cost.
     *
     * @param keys of the rows, which determine the dropout masks; null for no dropout
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
