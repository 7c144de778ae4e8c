package org.thalweg.nn;

import java.util.Arrays;
import org.thalweg.data.CompressedRows;

/**
 * The first layer's sparse rows, and their matrix products: W is [inputs × outputs] at the start of the flat
 * parameters.
 */
final class SparseInput implements LayerProducts {
    private final CompressedRows rows;
    private final SparseProducts products;
    private final int outputs;

    SparseInput(int inputs, int outputs, int maxRows) {
        this.rows = new CompressedRows(inputs);
        this.products = new SparseProducts(inputs, outputs, maxRows);
        this.outputs = outputs;
    }

    /** The rows, cleared and filled by the caller. */
    CompressedRows rows() {
        return rows;
    }

    @Override
    public void rowsTimesWeights(float[] none, int count, float[] parameters, boolean accumulate, float[] z) {
        if (!accumulate) {
            Arrays.fill(z, 0, count * outputs, 0);
        }
        products.transpose(rows);
        products.addRowsTimesWeights(count, parameters, 0, z);
    }

    @Override
    public void deltaTimesRows(float[] none, int count, float[] delta, boolean accumulate, float[] gradient) {
        products.addRowsTimesDelta(count, delta, accumulate, gradient, 0);
    }

    @Override
    public void deltaTimesWeights(int count, float[] delta, float[] parameters, float[] below) {
        throw new UnsupportedOperationException("sparse rows are the input of the first layer, which propagates no δ");
    }
}
