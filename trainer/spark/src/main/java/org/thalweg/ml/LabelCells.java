package org.thalweg.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.spark.fit.BlockOutputs;
import org.thalweg.spark.fit.ModelColumns;

/** The cells that a multilabel model adds. */
record LabelCells(boolean prediction, boolean probability) implements ModelColumns.Cells {
    private static final long serialVersionUID = 1;

    @Override
    public void addTo(List<Object> cells, BlockOutputs block, int row) {
        if (prediction) {
            List<Double> indices = new ArrayList<>();
            for (int label = 0; label < block.width(); label++) {
                if (block.predictor().isPredicted(block.output(row, label))) {
                    indices.add((double) label);
                }
            }
            cells.add(indices.toArray(Double[]::new));
        }
        if (probability) {
            cells.add(Vectors.dense(block.outputs(row)));
        }
    }
}
