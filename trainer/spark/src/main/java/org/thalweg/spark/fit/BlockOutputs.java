package org.thalweg.spark.fit;

import org.thalweg.data.CompressedRows;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;

/** What a model answers for a block of rows. Owns scratch memory: for one thread. */
public final class BlockOutputs {
    /** Rows of a block, at most. */
    static final int ROWS = 256;

    private final Predictor predictor;
    private final boolean coder;
    private final int layer; // whose activations are worked out, from 1; 0 for none
    private final int width;
    private final int units;
    private final float[] outputs; // [rows, width]
    private final float[] hidden; // [rows, units]
    private final float[] errors; // [rows]

    /**
     * The answers of a model.
     *
     * @param layer the hidden layer whose activations are worked out, from 1; 0 for none
     */
    BlockOutputs(Predictor predictor, int layer) {
        this.predictor = predictor;
        this.coder = predictor.description().task() == Task.AUTOENCODER;
        this.layer = layer;
        this.width = predictor.outputs();
        this.units = layer == 0
                ? 0
                : predictor.description().network().layers().get(layer - 1).outputs();
        outputs = new float[ROWS * width];
        hidden = new float[ROWS * units];
        errors = new float[coder ? ROWS : 0];
    }

    /** The model. */
    public Predictor predictor() {
        return predictor;
    }

    /** Features a row. */
    int inputs() {
        return predictor.inputs();
    }

    /** Whether the network reads sparse rows. */
    boolean ofSparseRows() {
        return predictor.description().network().sparse();
    }

    /** Answers the first rows of raw features, [rows, inputs]. */
    void answer(float[] features, int rows) {
        if (layer > 0) {
            predictor.predictWithHidden(features, rows, outputs, layer, hidden);
        } else {
            predictor.predict(features, rows, outputs);
        }
        if (coder) {
            predictor.reconstructionErrors(features, rows, outputs, errors);
            predictor.unscaleInPlace(outputs, rows);
        }
    }

    /** Answers sparse rows of raw features; no autoencoder reads such. */
    void answer(CompressedRows rows) {
        if (layer > 0) {
            predictor.predictWithHidden(rows, outputs, layer, hidden);
        } else {
            predictor.predict(rows, outputs);
        }
    }

    /** Outputs a row: one for two classes, where the network says so. */
    public int width() {
        return width;
    }

    /** An output of a row, from 0. */
    public float output(int row, int output) {
        return outputs[row * width + output];
    }

    /** The class that is predicted for a row, from 0. */
    public int predictedClass(int row) {
        return predictor.predictedClass(outputs, row);
    }

    /** The error of a row's reconstruction. */
    public float error(int row) {
        return errors[row];
    }

    /** All outputs of a row. */
    public double[] outputs(int row) {
        return numbers(outputs, row, width);
    }

    /** The activations of the hidden layer, of a row. */
    public double[] hidden(int row) {
        return numbers(hidden, row, units);
    }

    private static double[] numbers(float[] rows, int row, int width) {
        double[] numbers = new double[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = rows[row * width + i];
        }
        return numbers;
    }
}
