package org.thalweg.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** A model's predictions for several rows, as a list and as arrays. Immutable; returned arrays are copies. */
public final class Predictions extends AbstractList<Prediction> implements RandomAccess {
    private final Predictor predictor;
    private final int rows;
    private final float[] outputs; // [rows × outputs]
    private final float[] codes; // [rows × code], for an autoencoder
    private final float[] errors; // [rows], for an autoencoder

    Predictions(Predictor predictor, int rows, float[] outputs, float[] codes, float[] errors) {
        this.predictor = predictor;
        this.rows = rows;
        this.outputs = outputs;
        this.codes = codes;
        this.errors = errors;
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public Prediction get(int row) {
        Objects.checkIndex(row, rows);
        float[] rowOutputs = rowOf(outputs, row, predictor.outputs());
        return errors.length == 0
                ? predictor.prediction(rowOutputs)
                : new Prediction.OfReconstruction(rowOutputs, rowOf(codes, row, codes.length / rows), errors[row]);
    }

    private static float[] rowOf(float[] numbers, int row, int width) {
        return Arrays.copyOfRange(numbers, row * width, (row + 1) * width);
    }

    /**
     * The classes' indices, [rows].
     *
     * @throws IllegalStateException if the model is not a classifier
     */
    public int[] classes() {
        int[] classes = new int[rows];
        Arrays.setAll(classes, row -> predictor.predictedClass(outputs, row));
        return classes;
    }

    /**
     * The probabilities, [rows][classes] or [rows][labels].
     *
     * @throws IllegalStateException if the model is for neither classification nor multilabel
     */
    public float[][] probabilities() {
        Task task = predictor.description().task();
        if (task != Task.CLASSIFICATION && task != Task.MULTILABEL) {
            throw new IllegalStateException(
                    "probabilities: expected a model for classification or multilabel, found one for " + task.label());
        }
        float[][] probabilities = values();
        Arrays.setAll(probabilities, row -> predictor.probabilities(probabilities[row]));
        return probabilities;
    }

    /**
     * The outputs, [rows][outputs]: for regression, the targets in their original units; for an autoencoder, the
     * reconstructed rows; otherwise probabilities.
     */
    public float[][] values() {
        float[][] values = new float[rows][];
        Arrays.setAll(values, row -> rowOf(outputs, row, predictor.outputs()));
        return values;
    }
}
