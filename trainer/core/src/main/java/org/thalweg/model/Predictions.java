package org.thalweg.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * What a model answers to several rows: a list of their predictions, and the same as arrays. Immutable, but for the arrays
 * that it hands out, which are copies.
 */
public final class Predictions extends AbstractList<Prediction> implements RandomAccess {
    private final Predictor predictor;
    private final int rows;
    private final float[] outputs; // [rows × outputs]
    private final float[] codes; // [rows × code] of an autoencoder
    private final float[] errors; // [rows] of an autoencoder

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
        float[] own = own(outputs, row, predictor.outputs());
        return errors.length == 0
                ? predictor.answer(own)
                : new Prediction.OfReconstruction(own, own(codes, row, codes.length / rows), errors[row]);
    }

    private static float[] own(float[] numbers, int row, int width) {
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
     * The numbers that the network puts out, [rows][outputs]: a regression's targets in their own units, an autoencoder's
     * row as it was read back, probabilities of other tasks.
     */
    public float[][] values() {
        float[][] values = new float[rows][];
        Arrays.setAll(values, row -> own(outputs, row, predictor.outputs()));
        return values;
    }
}
