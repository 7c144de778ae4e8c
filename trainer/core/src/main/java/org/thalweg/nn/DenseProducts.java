package org.thalweg.nn;

import org.thalweg.math.Blas;

/** The products of a layer over dense rows: W is [outputs × inputs] at an offset of the flat parameters. */
record DenseProducts(int inputs, int outputs, int offset, Blas blas) implements LayerProducts {
    @Override
    public void rowsTimesWeights(float[] x, int rows, float[] parameters, boolean accumulate, float[] z) {
        blas.multiply(false, true, rows, outputs, inputs, x, 0, parameters, offset, accumulate, z, 0);
    }

    @Override
    public void deltaTimesRows(float[] x, int rows, float[] delta, boolean accumulate, float[] gradient) {
        blas.multiply(true, false, outputs, inputs, rows, delta, 0, x, 0, accumulate, gradient, offset);
    }

    @Override
    public void deltaTimesWeights(int rows, float[] delta, float[] parameters, float[] below) {
        blas.multiply(false, false, rows, inputs, outputs, delta, 0, parameters, offset, false, below, 0);
    }
}
