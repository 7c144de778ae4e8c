package org.thalweg.nn;

/** The products of a layer's input X, [rows × inputs], with its W and with its δ. One worker's; not thread-safe. */
sealed interface LayerProducts permits DenseProducts, SparseInput {
    /**
     * Computes Z = X Wᵀ, or adds it to Z.
     *
     * @param x the input of dense rows, [rows, inputs]
     * @param z written, [rows, outputs]
     */
    void rowsTimesWeights(float[] x, int rows, float[] parameters, boolean accumulate, float[] z);

    /**
     * Computes ∂C/∂W = δᵀ X, or adds it.
     *
     * @param x as in the last {@link #rowsTimesWeights}
     * @param delta [rows, outputs]
     */
    void deltaTimesRows(float[] x, int rows, float[] delta, boolean accumulate, float[] gradient);

    /**
     * Computes the gradient with respect to the layer's input, δ W.
     *
     * @param below written, [rows, inputs]
     */
    void deltaTimesWeights(int rows, float[] delta, float[] parameters, float[] below);
}
