package org.thalweg.spark.fit;

import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Task;
import org.thalweg.spark.config.OutputColumn;

/** The outputs of a model for a block of rows, as the cells that scoring adds. */
final class PredictionColumns {
    private final BlockOutputs block;
    private final Task task;
    private final List<String> labels;
    private final ScoredLayout layout;

    PredictionColumns(BlockOutputs block, ScoredLayout layout) {
        ModelDescription description = block.predictor().description();
        this.block = block;
        this.task = description.task();
        this.labels = description.classLabels();
        this.layout = layout;
    }

    /** Adds the cells of a column for a row of the block. */
    void addCells(List<Object> cells, OutputColumn.Added column, int row) {
        switch (column) {
            case PREDICTION -> addPredictions(cells, row);
            case PROBABILITIES -> addProbabilities(cells, row);
            case SCORE -> cells.add(score(row));
            case CODE -> cells.add(Vectors.dense(block.hidden(row)));
            case ERROR -> cells.add(block.error(row));
            case RECONSTRUCTION -> cells.add(Vectors.dense(block.outputs(row)));
            case SPLIT -> throw new IllegalStateException("split: expected of the rows, found asked of the model");
        }
    }

    /** Adds the activations of the hidden layer, if they have a separate column. */
    void addLayer(List<Object> cells, int row) {
        if (layout.layerColumn()) {
            cells.add(Vectors.dense(block.hidden(row)));
        }
    }

    private void addPredictions(List<Object> cells, int row) {
        if (task == Task.CLASSIFICATION) {
            cells.add(labels.get(block.predictedClass(row)));
            return;
        }
        for (int o = 0; o < block.width(); o++) {
            float output = block.output(row, o);
            cells.add(
                    task == Task.MULTILABEL
                            ? (Object) (block.predictor().isPredicted(output) ? 1 : 0)
                            : (Object) output);
        }
    }

    private void addProbabilities(List<Object> cells, int row) {
        if (task == Task.CLASSIFICATION && block.width() == 1) {
            cells.add(1 - block.output(row, 0));
        }
        for (int o = 0; o < block.width(); o++) {
            cells.add(block.output(row, o));
        }
    }

    private float score(int row) {
        if (task == Task.CLASSIFICATION && block.width() == 1) {
            return layout.score() == 1 ? block.output(row, 0) : 1 - block.output(row, 0);
        }
        return block.output(row, layout.score());
    }
}
