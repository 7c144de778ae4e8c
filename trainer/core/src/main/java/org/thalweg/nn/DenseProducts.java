package org.thalweg.nn;

import org.thalweg.math.Blas;

/**
 * The matrix products of a layer over dense rows: W is [outputs × inputs] at an offset in the flat parameters. With few
 * outputs they are computed as matrix-vector products, one output at a time. The choice depends only on the shape,
 * since the last bits differ.
 */
record DenseProducts(int inputs, int outputs, int offset, Blas blas) implements LayerProducts {
    /** With more outputs, a matrix product is as fast. */
    private static final int FEW = 4;

    @Override
    public void rowsTimesWeights(float[] x, int rows, float[] parameters, boolean accumulate, float[] z) {
        if (outputs > FEW) {
            blas.multiply(false, true, rows, outputs, inputs, x, 0, parameters, offset, accumulate, z, 0);
            return;
        }
        for (int o = 0; o < outputs; o++) {
            blas.multiplyVector(
                    false, rows, inputs, x, 0, parameters, offset + o * inputs, 1, accumulate, z, o, outputs);
        }
    }

    @Override
    public void deltaTimesRows(float[] x, int rows, float[] delta, boolean accumulate, float[] gradient) {
        if (outputs > FEW) {
            blas.multiply(true, false, outputs, inputs, rows, delta, 0, x, 0, accumulate, gradient, offset);
            return;
        }
        for (int o = 0; o < outputs; o++) {
            blas.multiplyVector(
                    true, rows, inputs, x, 0, delta, o, outputs, accumulate, gradient, offset + o * inputs, 1);
        }
    }

    @Override
    public void deltaTimesWeights(int rows, float[] delta, float[] parameters, float[] below) {
        blas.multiply(false, false, rows, inputs, outputs, delta, 0, parameters, offset, false, below, 0);
    }
}
