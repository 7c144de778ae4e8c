package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.spark.fit.BlockOutputs;
import org.thalweg.spark.fit.ModelColumns;

/** The cell that a regression model with several targets adds: a vector. */
record NumberCells() implements ModelColumns.Cells {
    private static final long serialVersionUID = 1;

    @Override
    public void addTo(List<Object> cells, BlockOutputs block, int row) {
        cells.add(Vectors.dense(block.outputs(row)));
    }
}
