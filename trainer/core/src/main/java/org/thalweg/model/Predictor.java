package org.thalweg.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Blas;
import org.thalweg.math.Philox;
import org.thalweg.nn.Network;

/**
 * Applies a model to rows, with matrix products over blocks of a fixed number of rows.
 *
 * <p>Thread-safe: threads share the model's parameters, and each call uses its own scratch memory, which is pooled for
 * later calls. Calls do not block each other.
 *
 * <p>The bits of a row's outputs depend only on the model and the row (for one kind of processor and BLAS), not on the
 * other rows or on the row's position. A product's bits depend on its shape, so every product runs over a whole block,
 * padded with zero rows. On many processors they also depend on the position within the matrix: OpenBLAS and VectorBLAS
 * compute the last columns of a product differently from the first. Each layer is therefore computed as Zᵀ = W Xᵀ, with
 * rows adjacent in the vector registers, in blocks whose rows are all computed the same way: 16 rows are one tile of
 * OpenBLAS's kernels, 48 are whole tiles of VectorBLAS's. The predictor tests once, with the model itself, whether this
 * holds on this machine; if it does not (as with another BLAS library), a block is one row.
 */
public final class Predictor {
    private static final int ROWS = 16;
    private static final int VECTOR_ROWS = 48;

    private final ModelDescription description;
    private final Network network;
    private final float[] parameters;
    private final Scaling scaling;
    private final TargetScaling targetScaling;
    private final int blockRows;
    private final ScratchPool<Scratch> scratchPool;

    /** The scratch memory of one call. */
    private record Scratch(FeatureBlock features, BlockForward forward) {}

    private Predictor(
            ModelDescription description,
            float[] parameters,
            Scaling scaling,
            TargetScaling targetScaling,
            int blockRows) {
        this.description = description;
        this.network = description.network();
        this.parameters = parameters;
        this.scaling = scaling;
        this.targetScaling = targetScaling;
        this.blockRows = blockRows;
        this.scratchPool = new ScratchPool<>(() -> new Scratch(
                new FeatureBlock(description, scaling, blockRows), new BlockForward(network, parameters, blockRows)));
    }

    /** A predictor over these arrays, which must not be changed while it is in use. */
    static Predictor of(
            ModelDescription description, float[] parameters, Scaling scaling, TargetScaling targetScaling) {
        int rows = Blas.get().tier() == Blas.Tier.VECTOR ? VECTOR_ROWS : ROWS;
        if (BlockForward.fits(description.network(), rows)) {
            Predictor predictor = new Predictor(description, parameters, scaling, targetScaling, rows);
            if (predictor.positionsAgree()) {
                return predictor;
            }
        }
        return new Predictor(description, parameters, scaling, targetScaling, 1);
    }

    /** The model's description. */
    public ModelDescription description() {
        return description;
    }

    /** Features per row. */
    public int inputs() {
        return network.inputs();
    }

    /** Outputs per row. */
    public int outputs() {
        return network.outputs();
    }

    /** The rows of one matrix product; multiples of it have the lowest cost per row. */
    public int blockRows() {
        return blockRows;
    }

    /**
     * Computes the network's outputs for raw features; the model's scaling is applied to a copy. A regression's outputs
     * are in the targets' original units. Dense and sparse rows give the same bits.
     *
     * @param rows finite, or NaN for a missing value that the model's scaling fills; [n, inputs], row-major from index
     *     0
     * @param n 0 or more
     * @param outputs written, [n, outputs], row-major from index 0; must not alias rows
     * @throws IllegalArgumentException if an array is too short, or a feature is not finite before or after scaling
     */
    public void predict(float[] rows, int n, float[] outputs) {
        predict(rows, n, outputs, 0, null);
    }

    /**
     * Computes the network's outputs for raw features, and the activations of a hidden layer.
     *
     * @param rows finite, [n, inputs], row-major from index 0
     * @param n 0 or more
     * @param outputs written, [n, outputs], row-major from index 0; must not alias rows
     * @param layer the hidden layer, from 1
     * @param activations written, [n, the layer's units], row-major from index 0
     * @throws IllegalArgumentException if there is no such hidden layer, an array is too short, or a feature is not
     *     finite before or after scaling
     */
    public void predictWithHidden(float[] rows, int n, float[] outputs, int layer, float[] activations) {
        requireHidden(layer, n, activations);
        predict(rows, n, outputs, layer, activations);
    }

    private void requireHidden(int layer, int n, float[] activations) {
        if (layer < 1 || layer >= network.layers().size()) {
            throw new IllegalArgumentException("layer: expected a hidden layer, 1 to "
                    + (network.layers().size() - 1) + " (network " + network.shape() + "), found " + layer);
        }
        requireLength("activations", activations.length, n, hiddenUnits(layer));
    }

    /** The units of a hidden layer, counted from 1. */
    private int hiddenUnits(int layer) {
        return network.layers().get(layer - 1).outputs();
    }

    /** Layer 0 means no hidden layer. */
    private void predict(float[] rows, int n, float[] outputs, int layer, float[] activations) {
        if (n < 0) {
            throw new IllegalArgumentException("n: expected 0 or more rows, found " + n);
        }
        requireLength("rows", rows.length, n, inputs());
        requireLength("outputs", outputs.length, n, outputs());
        Scratch scratch = scratchPool.acquire();
        for (int first = 0; first < n; first += blockRows) {
            int count = Math.min(blockRows, n - first);
            scratch.features().load(rows, first, count);
            predictBlock(scratch, first, count, outputs, layer, activations);
        }
        scratchPool.release(scratch);
    }

    /** Runs the loaded rows, and copies their outputs. */
    private void predictBlock(Scratch scratch, int first, int count, float[] outputs, int layer, float[] activations) {
        BlockForward forward = scratch.forward();
        forward.run(scratch.features(), layer);
        System.arraycopy(forward.outputs(), 0, outputs, first * outputs(), count * outputs());
        for (int r = first; r < first + count; r++) {
            targetScaling.invertInPlace(outputs, r * outputs());
        }
        if (layer > 0) {
            int units = hiddenUnits(layer);
            System.arraycopy(forward.hidden(), 0, activations, first * units, count * units);
        }
    }

    /**
     * Computes the network's outputs for sparse rows of raw features.
     *
     * @param rows finite, of the model's inputs; not changed
     * @param outputs written, [rows.rows(), outputs], row-major from index 0
     * @throws IllegalArgumentException if the rows have another width, the array is too short, or a feature is not
     *     finite before or after scaling
     */
    public void predict(CompressedRows rows, float[] outputs) {
        predict(rows, outputs, 0, null);
    }

    /**
     * Computes the network's outputs for sparse rows of raw features, and the activations of a hidden layer.
     * @param rows finite, of the model's inputs; not changed
     * @param outputs written, [rows.rows(), outputs], row-major from index 0
     * @param layer the hidden layer, from 1
     * @param activations written, [rows.rows(), the layer's units], row-major from index 0
     * @throws IllegalArgumentException as for dense rows
     */
    public void predictWithHidden(CompressedRows rows, float[] outputs, int layer, float[] activations) {
        requireHidden(layer, rows.rows(), activations);
        predict(rows, outputs, layer, activations);
    }

    /** Layer 0 means no hidden layer. */
    private void predict(CompressedRows rows, float[] outputs, int layer, float[] activations) {
        if (rows.inputs() != inputs()) {
            throw new IllegalArgumentException(
                    "rows: expected " + inputs() + " features (the network's inputs), found " + rows.inputs());
        }
        requireLength("outputs", outputs.length, rows.rows(), outputs());
        Scratch scratch = scratchPool.acquire();
        for (int first = 0; first < rows.rows(); first += blockRows) {
            int count = Math.min(blockRows, rows.rows() - first);
            scratch.features().load(rows, first, count);
            predictBlock(scratch, first, count, outputs, layer, activations);
        }
        scratchPool.release(scratch);
    }

    /**
     * An autoencoder's reconstruction error: the mean squared difference between outputs and scaled row.
     *
     * @param rows raw features as given to predict, [n, inputs]
     * @param outputs of predict, [n, outputs]
     * @param errors written, [n]
     * @throws IllegalStateException if the model is not an autoencoder
     */
    public void reconstructionErrors(float[] rows, int n, float[] outputs, float[] errors) {
        double[] units = new double[inputs()];
        Arrays.fill(units, 1);
        reconstructionErrors(rows, n, outputs, units, errors);
    }

    /**
     * The factors that convert this autoencoder's errors to the scale of another autoencoder, whose scaling comes from
     * other rows: gᵢ / fᵢ, where fᵢ are this model's factors and gᵢ the other's, 1 for an unscaled feature.
     *
     * @param other its inputs are matched by name, or by position if either model has no names; an input that it lacks
     *     keeps this model's scale
     * @return [inputs]
     * @throws IllegalStateException if either model is not an autoencoder
     */
    public double[] errorUnits(Predictor other) {
        requireAutoencoder("errorUnits");
        other.requireAutoencoder("errorUnits");
        int[] places = positionsIn(other);
        double[] units = new double[inputs()];
        for (int i = 0; i < units.length; i++) {
            double own = scaling.factorOf(i);
            units[i] = places[i] < 0 || own == 0 ? 1 : other.scaling.factorOf(places[i]) / own;
        }
        return units;
    }

    /** For every input, the index of the other's input with the same name; −1 if there is none. */
    private int[] positionsIn(Predictor other) {
        List<String> names = description.featureNames();
        List<String> others = other.description.featureNames();
        if (names.isEmpty() || others.isEmpty()) {
            return IntStream.range(0, inputs())
                    .map(i -> i < other.inputs() ? i : -1)
                    .toArray();
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            places.put(others.get(i), i);
        }
        return names.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
    }

    /**
     * The reconstruction error in other units: the mean of ((x̂′ᵢ − x′ᵢ) · unitᵢ)².
     *
     * @param units of {@link #errorUnits}, [inputs]
     * @throws IllegalStateException if the model is not an autoencoder
     */
    public void reconstructionErrors(float[] rows, int n, float[] outputs, double[] units, float[] errors) {
        requireAutoencoder("reconstructionErrors");
        int inputs = inputs();
        Scratch scratch = scratchPool.acquire();
        for (int r = 0; r < n; r++) {
            scratch.features().load(rows, r, 1);
            float[] scaled = scratch.features().dense();
            double squares = 0;
            for (int i = 0; i < inputs; i++) {
                double difference = ((double) outputs[r * inputs + i] - scaled[i]) * units[i];
                squares += difference * difference;
            }
            errors[r] = (float) (squares / inputs);
        }
        scratchPool.release(scratch);
    }

    /**
     * Reverts the scaling of an autoencoder's outputs in place, to the units of the data.
     *
     * @param outputs of {@link #predict(float[], int, float[])}, [n, outputs]
     * @throws IllegalStateException if the model is not an autoencoder
     */
    public void unscaleInPlace(float[] outputs, int n) {
        requireAutoencoder("unscaleInPlace");
        for (int r = 0; r < n; r++) {
            scaling.invertInPlace(outputs, r * outputs());
        }
    }

    private void requireAutoencoder(String what) {
        if (description.task() != Task.AUTOENCODER) {
            throw new IllegalStateException(what + ": expected an autoencoder, found a model for "
                    + description.task().label());
        }
    }

    /**
     * Predicts one row.
     *
     * @param row raw features, [inputs]: finite, or NaN for a missing value that the model's scaling fills. A {@link
     *     org.thalweg.data.RowEncoder} encodes rows with categories
     * @throws IllegalArgumentException if the number of features is wrong, or one is not finite
     */
    public Prediction predict(float[] row) {
        if (row.length != inputs()) {
            throw new IllegalArgumentException(
                    "row: expected " + inputs() + " features (the network's inputs), found " + row.length);
        }
        return predictAll(row, 1).get(0);
    }

    /** The prediction for a row's outputs; not for an autoencoder. */
    Prediction prediction(float[] outputs) {
        return switch (description.task()) {
            case CLASSIFICATION -> ofClass(outputs);
            case MULTILABEL -> ofLabels(outputs);
            case REGRESSION -> new Prediction.OfValues(outputs);
            case AUTOENCODER ->
                throw new IllegalStateException("an autoencoder's prediction needs more than its outputs");
        };
    }

    private Prediction ofClass(float[] outputs) {
        int predicted = predictedClass(outputs, 0);
        return new Prediction.OfClass(predicted, description.classLabels().get(predicted), probabilities(outputs));
    }

    /** The probability of every class or label, from a row's outputs. */
    float[] probabilities(float[] outputs) {
        return isSingleSigmoid() ? new float[] {1 - outputs[0], outputs[0]} : outputs;
    }

    private Prediction ofLabels(float[] outputs) {
        List<String> labels = IntStream.range(0, outputs.length)
                .filter(i -> isPredicted(outputs[i]))
                .mapToObj(description.targetNames()::get)
                .toList();
        return new Prediction.OfLabels(labels, outputs);
    }

    /** Whether a label with this probability is predicted: if it reaches the model's threshold, by default 0.5. */
    public boolean isPredicted(float probability) {
        return description.threshold().isReached(probability);
    }

    /**
     * Predicts several rows at once, which is faster than one by one.
     *
     * @param rows raw features as for {@link #predict(float[])}, [n][inputs]
     * @throws IllegalArgumentException if a row's number of features is wrong, or a feature is not finite
     */
    public Predictions predictAll(float[][] rows) {
        float[] flat = new float[Math.multiplyExact(rows.length, inputs())];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != inputs()) {
                throw new IllegalArgumentException("row " + r + ": expected " + inputs()
                        + " features (the network's inputs), found " + rows[r].length);
            }
            System.arraycopy(rows[r], 0, flat, r * inputs(), inputs());
        }
        return predictAll(flat, rows.length);
    }

    /**
     * Predicts several rows that are contiguous in one array.
     *
     * @param rows raw features, [n, inputs], row-major from index 0
     * @param n 0 or more
     * @throws IllegalArgumentException if the array is too short, or a feature is not finite
     */
    public Predictions predictAll(float[] rows, int n) {
        float[] outputs = new float[Math.multiplyExact(Math.max(0, n), outputs())];
        if (description.task() != Task.AUTOENCODER) {
            predict(rows, n, outputs);
            return new Predictions(this, n, outputs, new float[0], new float[0]);
        }
        int layer = network.narrowestHidden();
        float[] codes = new float[Math.multiplyExact(Math.max(0, n), hiddenUnits(layer))];
        float[] errors = new float[Math.max(0, n)];
        predictWithHidden(rows, n, outputs, layer, codes);
        reconstructionErrors(rows, n, outputs, errors);
        unscaleInPlace(outputs, n);
        return new Predictions(this, n, outputs, codes, errors);
    }

    /**
     * Predicts several sparse rows.
     *
     * @throws IllegalArgumentException if they have another width, or a feature is not finite
     * @throws IllegalStateException if the model is an autoencoder, which requires dense rows
     */
    public Predictions predictAll(CompressedRows rows) {
        if (description.task() == Task.AUTOENCODER) {
            throw new IllegalStateException("predictAll: expected dense rows (autoencoder), found sparse rows");
        }
        float[] outputs = new float[Math.multiplyExact(rows.rows(), outputs())];
        predict(rows, outputs);
        return new Predictions(this, rows.rows(), outputs, new float[0], new float[0]);
    }

    /**
     * The class that a classifier predicts: the index of the greatest output, the first one in a tie; for a single
     * sigmoid, 1 from 0.5 on, otherwise 0. For a model with a threshold, 1 if the second class's probability reaches
     * it, otherwise 0.
     *
     * @param outputs of {@link #predict(float[], int, float[])}
     * @param row index of the row
     * @throws IllegalStateException if the model is not a classifier
     */
    public int predictedClass(float[] outputs, int row) {
        if (description.task() != Task.CLASSIFICATION) {
            throw new IllegalStateException("predictedClass: expected a model for classification, found one for "
                    + description.task().label());
        }
        if (isSingleSigmoid()) {
            return isPredicted(outputs[row]) ? 1 : 0;
        }
        int from = row * outputs();
        if (!description.threshold().isNone()) {
            return isPredicted(outputs[from + 1]) ? 1 : 0;
        }
        int best = from;
        for (int i = from + 1; i < from + outputs(); i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best - from;
    }

    private boolean isSingleSigmoid() {
        return description.classLabels().size() == 2 && outputs() == 1;
    }

    private static void requireLength(String what, int length, int n, int width) {
        if ((long) n * width > length) {
            throw new IllegalArgumentException(what + ": expected " + (long) n * width + " numbers (" + n + " rows × "
                    + width + "), found " + length);
        }
    }

    /** Whether a block of copies of one row gives identical outputs at every position. */
    private boolean positionsAgree() {
        float[] row = new float[inputs()];
        Philox random = new Philox(0, 0);
        for (int i = 0; i < row.length; i++) {
            row[i] = 2 * random.nextFloat() - 1;
        }
        Scratch scratch = scratchPool.acquire();
        BlockForward forward = scratch.forward();
        scratch.features().loadCopies(row);
        for (int layer = 0; layer < network.layers().size(); layer++) {
            forward.run(scratch.features(), layer);
            if (layer > 0 && !areIdentical(forward.hidden(), hiddenUnits(layer))) {
                return false;
            }
        }
        scratchPool.release(scratch);
        return areIdentical(forward.outputs(), outputs());
    }

    private boolean areIdentical(float[] rows, int width) {
        for (int i = width; i < blockRows * width; i++) {
            if (Float.floatToIntBits(rows[i]) != Float.floatToIntBits(rows[i % width])) {
                return false;
            }
        }
        return true;
    }
}
