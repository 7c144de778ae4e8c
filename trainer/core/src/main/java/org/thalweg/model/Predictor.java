package org.thalweg.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Scaling;
import org.thalweg.math.Blas;
import org.thalweg.math.Kernels;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Layer;
import org.thalweg.nn.LayerNormalisation;
import org.thalweg.nn.Network;

/**
 * Applies a model to rows, by matrix products over blocks of a fixed number of rows.
 *
 * <p>Not thread-safe: it owns its scratch memory. {@link #newCopy} gives another thread its own, which shares the
 * model's parameters.
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
    private final int blockRows;
    private final Blas blas = Blas.get();
    private final float[] features; // [blockRows × inputs], scaled; empty where the network reads sparse rows
    private final CompressedRows sparse; // as many rows at most, scaled; null where the network reads dense rows
    private final float[] ofFeature; // [outputs of the first layer], of sparse rows
    private final float[] ofRow; // likewise
    private final float[] even; // [width × blockRows] of layers 0, 2, …: a unit's values of all rows stand together
    private final float[] odd; // [width × blockRows] of layers 1, 3, …
    private final float[] sums; // [width × blockRows] of a layer whose activation needs its input apart from its output
    private final Activation.Kernel[] kernels; // of each layer
    private final double[] moments; // [2 × blockRows], of a normalised layer's rows
    private final float[] blockOutputs; // [blockRows × outputs]
    private final float[] blockHidden; // [blockRows × widest hidden layer]: one layer's activations, rows first

    private Predictor(ModelDescription description, float[] parameters, Scaling scaling, int blockRows) {
        this.description = description;
        this.network = description.network();
        this.parameters = parameters;
        this.scaling = scaling;
        this.blockRows = blockRows;
        features = new float[network.sparse() ? 0 : blockRows * network.inputs()];
        sparse = network.sparse() ? new CompressedRows(network.inputs()) : null;
        ofFeature = new float[network.sparse() ? network.layers().get(0).outputs() : 0];
        ofRow = new float[ofFeature.length];
        even = new float[blockRows * widest(network, 0)];
        odd = new float[blockRows * widest(network, 1)];
        sums = new float[blockRows * Math.max(widest(network, 0), widest(network, 1))];
        kernels = network.layers().stream()
                .map(layer -> layer.activation().kernel(blockRows * layer.outputs()))
                .toArray(Activation.Kernel[]::new);
        moments = new double[2 * blockRows];
        blockOutputs = new float[blockRows * network.outputs()];
        int hidden = network.layers().stream()
                .limit(network.layers().size() - 1L)
                .mapToInt(Layer::outputs)
                .max()
                .orElse(0);
        blockHidden = new float[blockRows * hidden];
    }

    /** A predictor over arrays that nobody writes as long as it lives. */
    static Predictor of(ModelDescription description, float[] parameters, Scaling scaling) {
        Network network = description.network();
        int rows = Blas.get().tier() == Blas.Tier.VECTOR ? VECTOR_ROWS : ROWS;
        int widest =
                Math.max(network.sparse() ? 0 : network.inputs(), Math.max(widest(network, 0), widest(network, 1)));
        if ((long) rows * widest <= Integer.MAX_VALUE - 8) {
            Predictor predictor = new Predictor(description, parameters, scaling, rows);
            if (predictor.placesAgree()) {
                return predictor;
            }
        }
        return new Predictor(description, parameters, scaling, 1);
    }

    private static int widest(Network network, int firstLayer) {
        int widest = 0;
        for (int l = firstLayer; l < network.layers().size(); l += 2) {
            widest = Math.max(widest, network.layers().get(l).outputs());
        }
        return widest;
    }

    /** A predictor of the same model, with scratch memory of its own, for another thread. */
    public Predictor newCopy() {
        return new Predictor(description, parameters, scaling, blockRows);
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
     * The network's outputs for raw features; the model's scaling is applied to a copy. The bits of a row's outputs are the
     * same for the row with its zeros and without.
     *
     * @param rows finite, [n, inputs], row-major from index 0
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
        int first = 0;
        while (first < n) {
            int count = Math.min(blockRows, n - first);
            if (sparse == null) {
                load(rows, first, count);
            } else {
                sparse.clear();
                for (int r = first; r < first + count; r++) {
                    sparse.addDense(rows, r * inputs());
                }
                scaleSparse(first, (row, input) -> rows[row * inputs() + input]);
            }
            answerBlock(first, count, outputs, layer, activations);
            first += count;
        }
    }

    /** Runs the rows that are loaded, and hands on what they come to. */
    private void answerBlock(int first, int count, float[] outputs, int layer, float[] activations) {
        forward(layer);
        System.arraycopy(blockOutputs, 0, outputs, first * outputs(), count * outputs());
        if (layer > 0) {
            int units = hiddenUnits(layer);
            System.arraycopy(blockHidden, 0, activations, first * units, count * units);
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
        int[] starts = rows.starts();
        for (int first = 0; first < rows.rows(); first += blockRows) {
            int count = Math.min(blockRows, rows.rows() - first);
            if (sparse == null) {
                expand(rows, first, count);
                scaleAndCheck(first, count, (row, input) -> valueOf(rows, row, input));
            } else {
                sparse.clear();
                for (int r = first; r < first + count; r++) {
                    sparse.add(rows.indices(), rows.values(), starts[r], starts[r + 1]);
                }
                scaleSparse(first, (row, input) -> valueOf(rows, row, input));
            }
            answerBlock(first, count, outputs, layer, activations);
        }
    }

    /** Rows into the block with their zeros. */
    private void expand(CompressedRows rows, int first, int count) {
        Arrays.fill(features, 0);
        for (int r = 0; r < count; r++) {
            for (int k = rows.starts()[first + r]; k < rows.starts()[first + r + 1]; k++) {
                features[r * inputs() + rows.indices()[k]] = rows.values()[k];
            }
        }
    }

    /** What came in, for messages. */
    private interface RawValue {
        float of(int row, int input);
    }

    private static float valueOf(CompressedRows rows, int row, int input) {
        int at = Arrays.binarySearch(rows.indices(), rows.starts()[row], rows.starts()[row + 1], input);
        return rows.values()[at];
    }

    private void scaleSparse(int first, RawValue raw) {
        float[] values = sparse.values();
        int end = sparse.numbers();
        scaling.applyInPlace(values, sparse.indices(), 0, end);
        int wrong = Kernels.firstNonFinite(values, 0, end);
        if (wrong >= 0) {
            int row = 0;
            while (sparse.starts()[row + 1] <= wrong) {
                row++;
            }
            throw notFinite(first + row, sparse.indices()[wrong], raw);
        }
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
        requireAutoencoder("reconstructionErrors");
        int inputs = inputs();
        for (int r = 0; r < n; r++) {
            System.arraycopy(rows, r * inputs, features, 0, inputs);
            scaling.applyInPlace(features, 0);
            double squares = 0;
            for (int i = 0; i < inputs; i++) {
                double difference = (double) outputs[r * inputs + i] - features[i];
                squares += difference * difference;
            }
            errors[r] = (float) (squares / inputs);
        }
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
     * @param row finite raw features, [inputs]
     * @throws IllegalArgumentException if it has another number of features, or one is not finite
     */
    public Prediction predict(float[] row) {
        if (row.length != inputs()) {
            throw new IllegalArgumentException(
                    "row: expected " + inputs() + " features (the network's inputs), found " + row.length);
        }
        return switch (description.task()) {
            case CLASSIFICATION -> ofClass(answer(row));
            case MULTILABEL -> ofLabels(answer(row));
            case REGRESSION -> new Prediction.OfValues(answer(row));
            case AUTOENCODER -> reconstruction(row);
        };
    }

    private float[] answer(float[] row) {
        float[] outputs = new float[outputs()];
        predict(row, 1, outputs);
        return outputs;
    }

    private Prediction reconstruction(float[] row) {
        float[] outputs = new float[outputs()];
        int layer = network.narrowestHidden();
        float[] code = new float[hiddenUnits(layer)];
        float[] error = new float[1];
        predictWithHidden(row, 1, outputs, layer, code);
        reconstructionErrors(row, 1, outputs, error);
        unscaleInPlace(outputs, 1);
        return new Prediction.OfReconstruction(outputs, code, error[0]);
    }

    private Prediction ofClass(float[] outputs) {
        int predicted = predictedClass(outputs, 0);
        float[] probabilities = isSingle() ? new float[] {1 - outputs[0], outputs[0]} : outputs;
        return new Prediction.OfClass(predicted, description.classLabels().get(predicted), probabilities);
    }

    private Prediction ofLabels(float[] outputs) {
        List<String> labels = IntStream.range(0, outputs.length)
                .filter(i -> Prediction.OfLabels.isPredicted(outputs[i]))
                .mapToObj(description.targetNames()::get)
                .toList();
        return new Prediction.OfLabels(labels, outputs);
    }

    /**
     * The class that a classifier's outputs stand for: the greatest's index, the first of equals; for a single sigmoid
     * 1 from 0.5 on, else 0.
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
            return outputs[row] >= 0.5f ? 1 : 0;
        }
        int from = row * outputs();
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

    private void load(float[] rows, int first, int count) {
        int inputs = inputs();
        int used = count * inputs;
        System.arraycopy(rows, first * inputs, features, 0, used);
        Arrays.fill(features, used, features.length, 0);
        scaleAndCheck(first, count, (row, input) -> rows[row * inputs + input]);
    }

    private void scaleAndCheck(int first, int count, RawValue raw) {
        int inputs = inputs();
        for (int r = 0; r < count; r++) {
            scaling.applyInPlace(features, r * inputs);
        }
        int wrong = Kernels.firstNonFinite(features, 0, count * inputs);
        if (wrong >= 0) {
            throw notFinite(first + wrong / inputs, wrong % inputs, raw);
        }
    }

    private IllegalArgumentException notFinite(int row, int input, RawValue raw) {
        float found = raw.of(row, input);
        return new IllegalArgumentException("row " + row + ": expected finite numbers, found " + found + " for "
                + description.inputName(input) + (Float.isFinite(found) ? ", too great to be scaled" : "")
                + "; fill or leave out such rows");
    }

    /** features to blockOutputs, and a hidden layer's activations to blockHidden; layer 0 is none. */
    private void forward(int hidden) {
        float[] a = features;
        int inputs = inputs();
        int weightOffset = 0;
        int last = network.layers().size() - 1;
        for (int l = 0; l <= last; l++) {
            Layer layer = network.layers().get(l);
            int units = layer.outputs();
            float[] next = l % 2 == 0 ? even : odd;
            float[] z = layer.activation().needsZ() ? sums : next;
            if (l == 0 && sparse != null) {
                sparseSumsInto(z, units);
            } else {
                blas.multiply(false, l == 0, units, blockRows, inputs, parameters, weightOffset, a, 0, false, z, 0);
            }
            int biasOffset = weightOffset + units * inputs;
            if (layer.normalised()) {
                LayerNormalisation.applyDownInPlace(z, units, blockRows, parameters, biasOffset, moments);
            } else {
                addBiasInPlace(z, units, biasOffset);
            }
            if (l < last) {
                kernels[l].forwardInto(z, next, units, blockRows);
                a = next;
                if (l + 1 == hidden) {
                    transposeInto(next, units, blockHidden);
                }
            } else {
                float[] rowsFirst = layer.activation().needsZ() ? next : blockOutputs;
                transposeInto(z, units, rowsFirst);
                kernels[l].forwardInto(rowsFirst, blockOutputs, blockRows, units);
            }
            inputs = units;
            weightOffset = biasOffset + (layer.normalised() ? 2 : 1) * units;
        }
    }

    /** Zᵀ of the first layer, a row at a time over its numbers that are not 0; W is [inputs × units]. */
    private void sparseSumsInto(float[] z, int units) {
        Arrays.fill(z, 0, units * blockRows, 0);
        for (int r = 0; r < sparse.rows(); r++) {
            Arrays.fill(ofRow, 0);
            for (int k = sparse.starts()[r]; k < sparse.starts()[r + 1]; k++) {
                System.arraycopy(parameters, sparse.indices()[k] * units, ofFeature, 0, units);
                Kernels.addScaledInPlace(ofRow, sparse.values()[k], ofFeature, 0, units);
            }
            for (int u = 0; u < units; u++) {
                z[u * blockRows + r] = ofRow[u];
            }
        }
    }

    private void addBiasInPlace(float[] z, int units, int biasOffset) {
        for (int u = 0; u < units; u++) {
            float bias = parameters[biasOffset + u];
            for (int i = u * blockRows; i < (u + 1) * blockRows; i++) {
                z[i] += bias;
            }
        }
    }

    private void transposeInto(float[] from, int units, float[] to) {
        for (int u = 0; u < units; u++) {
            for (int r = 0; r < blockRows; r++) {
                to[r * units + u] = from[u * blockRows + r];
            }
        }
    }

    /** Whether a block of one row's copies gives one row's copies. */
    private boolean placesAgree() {
        float[] row = new float[inputs()];
        Philox random = new Philox(0, 0);
        for (int i = 0; i < row.length; i++) {
            row[i] = 2 * random.nextFloat() - 1;
        }
        for (int r = 0; r < blockRows; r++) {
            if (sparse == null) {
                System.arraycopy(row, 0, features, r * row.length, row.length);
            } else {
                sparse.addDense(row, 0);
            }
        }
        for (int layer = 0; layer < network.layers().size(); layer++) {
            forward(layer);
            if (layer > 0 && !rowsAreAlike(blockHidden, hiddenUnits(layer))) {
                return false;
            }
        }
        return rowsAreAlike(blockOutputs, outputs());
    }

    private boolean rowsAreAlike(float[] rows, int width) {
        for (int i = width; i < blockRows * width; i++) {
            if (Float.floatToIntBits(rows[i]) != Float.floatToIntBits(rows[i % width])) {
                return false;
            }
        }
        return true;
    }
}
