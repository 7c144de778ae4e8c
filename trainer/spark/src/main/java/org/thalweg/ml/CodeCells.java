package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.spark.fit.BlockOutputs;
import org.thalweg.spark.fit.ModelColumns;

/** The cells that an autoencoder adds. */
record CodeCells(boolean code, boolean error, boolean reconstruction) implements ModelColumns.Cells {
    private static final long serialVersionUID = 1;

    @Override
    public void addTo(List<Object> cells, BlockOutputs block, int row) {
        if (code) {
            cells.add(Vectors.dense(block.hidden(row)));
        }
        if (error) {
            cells.add((double) block.error(row));
        }
        if (reconstruction) {
            cells.add(Vectors.dense(block.outputs(row)));
        }
    }
}
