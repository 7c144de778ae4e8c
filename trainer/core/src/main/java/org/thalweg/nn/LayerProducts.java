package org.thalweg.nn;

/** The products of a layer's input X, [rows × inputs], with its W and with its δ. One worker's; not thread-safe. */
sealed interface LayerProducts permits DenseProducts, SparseInput {
    /**
     * Z = X Wᵀ, or that added to it.
     *
     * @param x the input of dense rows, [rows, inputs]
     * @param z written, [rows, outputs]
     */
    void rowsTimesWeights(float[] x, int rows, float[] parameters, boolean accumulate, float[] z);

    /**
     * ∂C/∂W = δᵀ X, or that added to it.
     *
     * @param x as in the last {@link #rowsTimesWeights}
     * @param delta [rows, outputs]
     */
    void deltaTimesRows(float[] x, int rows, float[] delta, boolean accumulate, float[] gradient);

    /**
     * What δ is of the layer's input, δ W.
     *
     * @param below written, [rows, inputs]
     */
    void deltaTimesWeights(int rows, float[] delta, float[] parameters, float[] below);
}
