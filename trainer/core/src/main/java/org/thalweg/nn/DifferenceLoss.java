package org.thalweg.nn;

/**
 * A loss that depends only on the differences d = y − a, elementwise: C = Σᵢ c(yᵢ − aᵢ). Can be used with any output
 * activation but softmax.
 */
public sealed interface DifferenceLoss extends Loss permits SquaredError, AbsoluteError, Huber, Quantile {
    /** c(d). */
    double cost(double difference);

    /** c′(d); each loss documents its derivative at kinks. */
    double slope(double difference);

    @Override
    default boolean goesWith(Activation output) {
        return !(output instanceof Softmax);
    }

    @Override
    default void forwardInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            double[] costs) {
        output.forwardInto(z, a, rows, outputs);
        for (int r = 0; r < rows; r++) {
            double ofRow = 0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                ofRow += cost((double) targets[i] - a[i]);
            }
            costs[r] = weights[r] * ofRow;
        }
    }

    /** ∂C/∂a = −c′(y − a), then the activation's own f′. */
    @Override
    default void deltaInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            float[] delta) {
        for (int r = 0; r < rows; r++) {
            float weight = weights[r];
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                delta[i] = weight * (float) -slope((double) targets[i] - a[i]);
            }
        }
        output.backwardInPlace(delta, z, a, rows, outputs);
    }
}
