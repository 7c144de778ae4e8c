package org.thalweg.spark.fit;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.data.CompressedRows;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;
import org.thalweg.spark.config.OutputColumn;

/** What a model says of a block of rows, as the cells that scoring adds. Owns scratch memory: for one thread. */
final class Answers {
    private final Predictor predictor;
    private final Task task;
    private final List<String> labels;
    private final ScoredLayout layout;
    private final int width;
    private final int units; // of the layer that is asked for
    private final float[] outputs; // [rows, width]
    private final float[] hidden; // [rows, units]
    private final float[] errors; // [rows]

    /** Answers to up to so many rows at a time. */
    Answers(Predictor predictor, ScoredLayout layout, int maxRows) {
        ModelDescription description = predictor.description();
        this.predictor = predictor;
        this.task = description.task();
        this.labels = description.classLabels();
        this.layout = layout;
        this.width = predictor.outputs();
        this.units = layout.layer() == 0
                ? 0
                : description.network().layers().get(layout.layer() - 1).outputs();
        outputs = new float[maxRows * width];
        hidden = new float[maxRows * units];
        errors = new float[maxRows];
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
        if (layout.layer() > 0) {
            predictor.predictWithHidden(features, rows, outputs, layout.layer(), hidden);
        } else {
            predictor.predict(features, rows, outputs);
        }
        if (task == Task.AUTOENCODER) {
            predictor.reconstructionErrors(features, rows, outputs, errors);
            predictor.unscaleInPlace(outputs, rows);
        }
    }

    /** Answers sparse rows of raw features; no autoencoder reads such. */
    void answer(CompressedRows rows) {
        if (layout.layer() > 0) {
            predictor.predictWithHidden(rows, outputs, layout.layer(), hidden);
        } else {
            predictor.predict(rows, outputs);
        }
    }

    /** Adds the cells of a column, in a row that was answered. */
    void addCells(List<Object> cells, OutputColumn.Added column, int row) {
        switch (column) {
            case PREDICTION -> addPredictions(cells, row);
            case PROBABILITIES -> addProbabilities(cells, row);
            case SCORE -> cells.add(score(row));
            case CODE -> cells.add(vector(hidden, row, units));
            case ERROR -> cells.add(errors[row]);
            case RECONSTRUCTION -> cells.add(vector(outputs, row, width));
            case SPLIT -> throw new IllegalStateException("split: expected of the rows, found asked of the model");
        }
    }

    /** Adds the activations of the hidden layer, where they are a column of their own. */
    void addLayer(List<Object> cells, int row) {
        if (layout.layerColumn()) {
            cells.add(vector(hidden, row, units));
        }
    }

    private void addPredictions(List<Object> cells, int row) {
        if (task == Task.CLASSIFICATION) {
            cells.add(labels.get(predictor.predictedClass(outputs, row)));
            return;
        }
        for (int o = 0; o < width; o++) {
            float output = outputs[row * width + o];
            cells.add(task == Task.MULTILABEL ? (Object) (predictor.isPredicted(output) ? 1 : 0) : (Object) output);
        }
    }

    private void addProbabilities(List<Object> cells, int row) {
        if (task == Task.CLASSIFICATION && width == 1) {
            cells.add(1 - outputs[row]);
        }
        for (int o = 0; o < width; o++) {
            cells.add(outputs[row * width + o]);
        }
    }

    private float score(int row) {
        if (task == Task.CLASSIFICATION && width == 1) {
            return layout.score() == 1 ? outputs[row] : 1 - outputs[row];
        }
        return outputs[row * width + layout.score()];
    }

    private static Vector vector(float[] rows, int row, int width) {
        double[] numbers = new double[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = rows[row * width + i];
        }
        return Vectors.dense(numbers);
    }
}
