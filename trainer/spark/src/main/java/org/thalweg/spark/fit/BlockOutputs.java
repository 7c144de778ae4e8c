package org.thalweg.spark.fit;

import org.thalweg.data.CompressedRows;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;

/** The outputs of a model for a block of rows. It has scratch memory, so it is for one thread. */
public final class BlockOutputs {
    /** The maximum number of rows in a block. */
    static final int ROWS = 256;

    private final Predictor predictor;
    private final boolean coder;
    private final int layer; // whose activations are computed, from 1; 0 for none
    private final int width;
    private final int units;
    private final float[] outputs; // [rows, width]
    private final float[] hidden; // [rows, units]
    private final float[] errors; // [rows]

    /**
     * The outputs of a model.
     *
     * @param layer the hidden layer whose activations are computed, from 1; 0 for none
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

    /** The number of features per row. */
    int inputs() {
        return predictor.inputs();
    }

    /** Whether the network reads sparse rows. */
    boolean ofSparseRows() {
        return predictor.description().network().sparse();
    }

    /** Computes the outputs for the first rows of raw features, [rows, inputs]. */
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

    /** Computes the outputs for sparse rows of raw features. Autoencoders do not read sparse rows. */
    void answer(CompressedRows rows) {
        if (layer > 0) {
            predictor.predictWithHidden(rows, outputs, layer, hidden);
        } else {
            predictor.predict(rows, outputs);
        }
    }

    /** The number of outputs per row. A network for two classes may have one. */
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

    /** The activations of the hidden layer for a row. */
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
