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
 * Applies a model to rows, by matrix products over blocks of a fixed number of rows.
 *
 * <p>Thread-safe: threads share the model's parameters, and each call has scratch memory of its own, which is kept for the
 * next. No call waits for another.
 *
 * <p>The bits of a row's outputs are a function of the model and the row (on one kind of processor and BLAS), not of
 * the other rows or of the row's place. A product's bits depend on its shape, so each runs over a whole block, unused
 * rows being 0. They also depend on the place within the shape, on many processors: OpenBLAS and VectorBLAS treat the
 * last columns of a product unlike the first. So a layer is computed as Zᵀ = W Xᵀ, its rows next to each other in the
 * vector registers, in blocks of which every row is treated alike: 16 rows are one tile of OpenBLAS's kernels, 48 are
 * whole tiles of VectorBLAS's. Whether that holds here is tried once with the model itself; if not (a user's own
 * library), a block is one row.
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
    private final ScratchPool<Scratch> scratches;

    /** What one call computes in. */
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
        this.scratches = new ScratchPool<>(() -> new Scratch(
                new FeatureBlock(description, scaling, blockRows), new BlockForward(network, parameters, blockRows)));
    }

    /** A predictor over arrays that nobody writes as long as it lives. */
    static Predictor of(
            ModelDescription description, float[] parameters, Scaling scaling, TargetScaling targetScaling) {
        int rows = Blas.get().tier() == Blas.Tier.VECTOR ? VECTOR_ROWS : ROWS;
        if (BlockForward.fits(description.network(), rows)) {
            Predictor predictor = new Predictor(description, parameters, scaling, targetScaling, rows);
            if (predictor.placesAgree()) {
                return predictor;
            }
        }
        return new Predictor(description, parameters, scaling, targetScaling, 1);
    }

    /** What the model is. */
    public ModelDescription description() {
        return description;
    }

    /** Features a row. */
    public int inputs() {
        return network.inputs();
    }

    /** Outputs a row. */
    public int outputs() {
        return network.outputs();
    }

    /** The rows of one matrix product: whole multiples of it cost least a row. */
    public int blockRows() {
        return blockRows;
    }

    /**
     * The network's outputs for raw features; the model's scaling is applied to a copy. A regression's are in the targets'
     * own units. The bits of a row's outputs are the
     * same for the row with its zeros and without.
     *
     * @param rows finite, or NaN where a value is missing that the model's scaling fills; [n, inputs], row-major from
     *     index 0
     * @param n 0 or more
     * @param outputs written, [n, outputs], row-major from index 0; may not be rows
     * @throws IllegalArgumentException if an array is shorter, or a feature is not finite or not after scaling
     */
    public void predict(float[] rows, int n, float[] outputs) {
        predict(rows, n, outputs, 0, null);
    }

    /**
     * The network's outputs for raw features, and what a hidden layer makes of them on the way.
     *
     * @param rows finite, [n, inputs], row-major from index 0
     * @param n 0 or more
     * @param outputs written, [n, outputs], row-major from index 0; may not be rows
     * @param layer the hidden layer, from 1
     * @param activations written, [n, the layer's units], row-major from index 0
     * @throws IllegalArgumentException if there is no such hidden layer, an array is shorter, or a feature is not finite
     *     or not after scaling
     */
    public void predictWithHidden(float[] rows, int n, float[] outputs, int layer, float[] activations) {
        requireHidden(layer, n, activations);
        predict(rows, n, outputs, layer, activations);
    }

    private void requireHidden(int layer, int n, float[] activations) {
        if (layer < 1 || layer >= network.layers().size()) {
            throw new IllegalArgumentException("layer: expected a hidden one, 1 to "
                    + (network.layers().size() - 1) + " (network " + network.shape() + "), found " + layer);
        }
        requireLength("activations", activations.length, n, hiddenUnits(layer));
    }

    /** The units of a hidden layer, counted from 1. */
    private int hiddenUnits(int layer) {
        return network.layers().get(layer - 1).outputs();
    }

    /** Layer 0 is none. */
    private void predict(float[] rows, int n, float[] outputs, int layer, float[] activations) {
        if (n < 0) {
            throw new IllegalArgumentException("n: expected 0 or more rows, found " + n);
        }
        requireLength("rows", rows.length, n, inputs());
        requireLength("outputs", outputs.length, n, outputs());
        Scratch scratch = scratches.take();
        for (int first = 0; first < n; first += blockRows) {
            int count = Math.min(blockRows, n - first);
            scratch.features().load(rows, first, count);
            answerBlock(scratch, first, count, outputs, layer, activations);
        }
        scratches.giveBack(scratch);
    }

    /** Runs the rows that are loaded, and hands on what they come to. */
    private void answerBlock(Scratch scratch, int first, int count, float[] outputs, int layer, float[] activations) {
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
     * The network's outputs for raw features of which only those that are not 0 are given.
     *
     * @param rows finite, of the model's inputs; not changed
     * @param outputs written, [rows.rows(), outputs], row-major from index 0
     * @throws IllegalArgumentException if the rows are of another width, the array is shorter, or a feature is not finite
     *     or not after scaling
     */
    public void predict(CompressedRows rows, float[] outputs) {
        predict(rows, outputs, 0, null);
    }

    /**
     * The network's outputs for such rows, and what a hidden layer makes of them on the way.
     *
     * @param rows finite, of the model's inputs; not changed
     * @param outputs written, [rows.rows(), outputs], row-major from index 0
     * @param layer the hidden layer, from 1
     * @param activations written, [rows.rows(), the layer's units], row-major from index 0
     * @throws IllegalArgumentException as of dense rows
     */
    public void predictWithHidden(CompressedRows rows, float[] outputs, int layer, float[] activations) {
        requireHidden(layer, rows.rows(), activations);
        predict(rows, outputs, layer, activations);
    }

    /** Layer 0 is none. */
    private void predict(CompressedRows rows, float[] outputs, int layer, float[] activations) {
        if (rows.inputs() != inputs()) {
            throw new IllegalArgumentException(
                    "rows: expected " + inputs() + " features (the network's inputs), found " + rows.inputs());
        }
        requireLength("outputs", outputs.length, rows.rows(), outputs());
        Scratch scratch = scratches.take();
        for (int first = 0; first < rows.rows(); first += blockRows) {
            int count = Math.min(blockRows, rows.rows() - first);
            scratch.features().load(rows, first, count);
            answerBlock(scratch, first, count, outputs, layer, activations);
        }
        scratches.giveBack(scratch);
    }

    /**
     * How far an autoencoder's outputs are from what it read: the mean of the squared differences from the scaled row.
     *
     * @param rows raw features as they were given to predict, [n, inputs]
     * @param outputs what it answered, [n, outputs]
     * @param errors written, [n]
     * @throws IllegalStateException if the model is no autoencoder
     */
    public void reconstructionErrors(float[] rows, int n, float[] outputs, float[] errors) {
        double[] units = new double[inputs()];
        Arrays.fill(units, 1);
        reconstructionErrors(rows, n, outputs, units, errors);
    }

    /**
     * What makes errors of this autoencoder's inputs those of another's, which scales by other rows: gᵢ / fᵢ, with fᵢ this
     * model's factors and gᵢ the other's, 1 where nothing is scaled.
     *
     * @param other of whose inputs those are taken that bear the same names; what it lacks stays as this one scales it.
     *     Where either has no names, inputs are the same by their place
     * @return [inputs]
     * @throws IllegalStateException if either model is no autoencoder
     */
    public double[] errorUnits(Predictor other) {
        requireAutoencoder("errorUnits");
        other.requireAutoencoder("errorUnits");
        int[] places = placesIn(other);
        double[] units = new double[inputs()];
        for (int i = 0; i < units.length; i++) {
            double own = scaling.factorOf(i);
            units[i] = places[i] < 0 || own == 0 ? 1 : other.scaling.factorOf(places[i]) / own;
        }
        return units;
    }

    /** Of every input, where the other has the one of its name; −1 for nowhere. */
    private int[] placesIn(Predictor other) {
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
     * The same in other units: the mean of ((x̂′ᵢ − x′ᵢ) · unitᵢ)².
     *
     * @param units of {@link #errorUnits}, [inputs]
     * @throws IllegalStateException if the model is no autoencoder
     */
    public void reconstructionErrors(float[] rows, int n, float[] outputs, double[] units, float[] errors) {
        requireAutoencoder("reconstructionErrors");
        int inputs = inputs();
        Scratch scratch = scratches.take();
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
        scratches.giveBack(scratch);
    }

    /**
     * Takes the scaling of an autoencoder's outputs back, in place: they are then in the units of the data.
     *
     * @param outputs of {@link #predict(float[], int, float[])}, [n, outputs]
     * @throws IllegalStateException if the model is no autoencoder
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
     * The model's answer to one row.
     *
     * @param row raw features, [inputs]: finite, or NaN where a value is missing that the model's scaling fills. A {@link
     *     org.thalweg.data.RowEncoder} makes them of a row with categories
     * @throws IllegalArgumentException if it has another number of features, or one is not finite
     */
    public Prediction predict(float[] row) {
        if (row.length != inputs()) {
            throw new IllegalArgumentException(
                    "row: expected " + inputs() + " features (the network's inputs), found " + row.length);
        }
        return predictAll(row, 1).get(0);
    }

    /** What a row's outputs mean; not of an autoencoder. */
    Prediction answer(float[] outputs) {
        return switch (description.task()) {
            case CLASSIFICATION -> ofClass(outputs);
            case MULTILABEL -> ofLabels(outputs);
            case REGRESSION -> new Prediction.OfValues(outputs);
            case AUTOENCODER -> throw new IllegalStateException("an autoencoder answers with more than its outputs");
        };
    }

    private Prediction ofClass(float[] outputs) {
        int predicted = predictedClass(outputs, 0);
        return new Prediction.OfClass(predicted, description.classLabels().get(predicted), probabilities(outputs));
    }

    /** Of every class, from a row's outputs, or of every label. */
    float[] probabilities(float[] outputs) {
        return isSingle() ? new float[] {1 - outputs[0], outputs[0]} : outputs;
    }

    private Prediction ofLabels(float[] outputs) {
        List<String> labels = IntStream.range(0, outputs.length)
                .filter(i -> isPredicted(outputs[i]))
                .mapToObj(description.targetNames()::get)
                .toList();
        return new Prediction.OfLabels(labels, outputs);
    }

    /** Whether a label of this probability is predicted: from the model's threshold on, or from a half on. */
    public boolean isPredicted(float probability) {
        return description.threshold().isReached(probability);
    }

    /**
     * The model's answers to several rows at once: in whole blocks each costs less than alone.
     *
     * @param rows raw features as of {@link #predict(float[])}, [n][inputs]
     * @throws IllegalArgumentException if a row has another number of features, or one is not finite
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
     * The same of rows that stand behind each other in one array.
     *
     * @param rows raw features, [n, inputs], row-major from index 0
     * @param n 0 or more
     * @throws IllegalArgumentException if the array is shorter, or a feature is not finite
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
     * The same of rows of which only the features that are not 0 are given.
     *
     * @throws IllegalArgumentException if they are of another width, or a feature is not finite
     * @throws IllegalStateException if the model is an autoencoder, which takes all features
     */
    public Predictions predictAll(CompressedRows rows) {
        if (description.task() == Task.AUTOENCODER) {
            throw new IllegalStateException(
                    "predictAll: expected all features of a row (autoencoder), found sparse rows");
        }
        float[] outputs = new float[Math.multiplyExact(rows.rows(), outputs())];
        predict(rows, outputs);
        return new Predictions(this, rows.rows(), outputs, new float[0], new float[0]);
    }

    /**
     * The class that a classifier's outputs stand for: the greatest's index, the first of equals; for a single sigmoid
     * 1 from 0.5 on, else 0. Of a model with a threshold, 1 where the second class's probability reaches it, else 0.
     *
     * @param outputs of {@link #predict(float[], int, float[])}
     * @param row the row among them
     * @throws IllegalStateException if the model is not a classifier
     */
    public int predictedClass(float[] outputs, int row) {
        if (description.task() != Task.CLASSIFICATION) {
            throw new IllegalStateException("predictedClass: expected a model for classification, found one for "
                    + description.task().label());
        }
        if (isSingle()) {
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

    private boolean isSingle() {
        return description.classLabels().size() == 2 && outputs() == 1;
    }

    private static void requireLength(String what, int length, int n, int width) {
        if ((long) n * width > length) {
            throw new IllegalArgumentException(what + ": expected " + (long) n * width + " numbers (" + n + " rows × "
                    + width + "), found " + length);
        }
    }

    /** Whether a block of one row's copies gives one row's copies. */
    private boolean placesAgree() {
        float[] row = new float[inputs()];
        Philox random = new Philox(0, 0);
        for (int i = 0; i < row.length; i++) {
            row[i] = 2 * random.nextFloat() - 1;
        }
        Scratch scratch = scratches.take();
        BlockForward forward = scratch.forward();
        scratch.features().loadCopies(row);
        for (int layer = 0; layer < network.layers().size(); layer++) {
            forward.run(scratch.features(), layer);
            if (layer > 0 && !areIdentical(forward.hidden(), hiddenUnits(layer))) {
                return false;
            }
        }
        scratches.giveBack(scratch);
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
