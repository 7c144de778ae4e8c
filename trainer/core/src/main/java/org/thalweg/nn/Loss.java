package org.thalweg.nn;

import java.util.List;
import org.thalweg.math.Elementary;

/**
 * What a row's outputs cost against its targets, C(y, a), and where that cost leads: δ = ∂C/∂z at the output layer.
 *
 * <p>A row's cost and δ are multiplied by the row's weight; costs are doubles.
 */
public sealed interface Loss {
    /**
     * Cross entropy, from the output layer's z and so without log 0: with softmax −log a_y, y the class's index; with
     * sigmoid −Σᵢ (yᵢ log aᵢ + (1 − yᵢ) log(1 − aᵢ)), yᵢ of [0, 1].
     *
     * <p>The paper prints it without the minus sign, and with y and ŷ swapped; both are mended here.
     */
    Loss CROSS_ENTROPY = new CrossEntropy();

    /** Half squared error, Σᵢ ½ (yᵢ − aᵢ)², with any activation but softmax. */
    Loss HALF_SQUARED_ERROR = new HalfSquaredError();

    /** Every loss. */
    List<Loss> ALL = List.of(CROSS_ENTROPY, HALF_SQUARED_ERROR);

    /**
     * The loss of a name, as job files and model files spell it.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static Loss named(String name) {
        return ALL.stream().filter(loss -> loss.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = ALL.stream().map(Loss::name).toList();
            return new IllegalArgumentException("loss: expected one of " + names + ", found " + name);
        });
    }

    /** The loss's name, as job files and model files spell it. */
    String name();

    /** Whether the loss goes with an output layer of this activation. */
    boolean goesWith(Activation output);

    /** The numbers in a row's target: 1 (the class's index) for softmax, one an output otherwise. */
    default int targetWidth(Network network) {
        return network.output() instanceof Activation.Softmax ? 1 : network.outputs();
    }

    /**
     * Turns the output layer's z into its outputs a = f(z), and tells what they cost.
     *
     * @param z in: [rows, outputs] before the activation; out: after it
     * @param targets [rows, targetWidth] from index 0
     * @param weights [rows] from index 0
     * @param costs written, [rows]: weight · C of every row
     */
    void forwardInPlace(
            Activation output, float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs);

    /**
     * δ = weight · ∂C/∂z of every row.
     *
     * @param a the output layer's outputs, [rows, outputs]
     * @param targets [rows, targetWidth]
     * @param weights [rows]
     * @param delta written, [rows, outputs]; may not be a
     */
    void deltaInto(
            Activation output, float[] a, int rows, int outputs, float[] targets, float[] weights, float[] delta);

    /**
     * Refuses a network whose output layer the loss does not go with.
     *
     * @throws IllegalArgumentException naming both
     */
    default void requireGoesWith(Network network) {
        if (!goesWith(network.output())) {
            List<String> names = Activation.ALL.stream()
                    .filter(this::goesWith)
                    .map(Activation::name)
                    .toList();
            throw new IllegalArgumentException("output activation: expected one of " + names + " with loss " + name()
                    + ", found " + network.output().name());
        }
    }

    /** Cross entropy. */
    record CrossEntropy() implements Loss {
        @Override
        public String name() {
            return "crossEntropy";
        }

        @Override
        public boolean goesWith(Activation output) {
            return output instanceof Activation.Softmax || output instanceof Activation.Sigmoid;
        }

        @Override
        public void forwardInPlace(
                Activation output, float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
            if (output instanceof Activation.Softmax) {
                softmaxInPlace(z, rows, outputs, targets, weights, costs);
            } else {
                sigmoidCosts(z, rows, outputs, targets, weights, costs);
                output.forwardInPlace(z, rows, outputs);
            }
        }

        /** −log softmax(z)_y = log Σⱼ e^(zⱼ − max) − (z_y − max). */
        private static void softmaxInPlace(
                float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
            for (int r = 0; r < rows; r++) {
                int from = r * outputs;
                float max = Activation.Softmax.max(z, from, outputs);
                double ofClass = (double) z[from + classOf(targets[r], outputs)] - max;
                double exponentials = Activation.Softmax.normaliseInPlace(z, from, outputs, max);
                costs[r] = weights[r] * (StrictMath.log(exponentials) - ofClass);
            }
        }

        /** A target that is no class would read, and then write, the next row's numbers. */
        private static int classOf(float target, int outputs) {
            int index = (int) target;
            if (index != target || index < 0 || index >= outputs) {
                throw new IllegalArgumentException(
                        "target: expected a class's index, 0 to " + (outputs - 1) + ", found " + target);
            }
            return index;
        }

        /** −y log a − (1 − y) log(1 − a) = softplus(z) − y z. */
        private static void sigmoidCosts(
                float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
            for (int r = 0; r < rows; r++) {
                double ofRow = 0;
                for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                    ofRow += Elementary.softplus(z[i]) - (double) targets[i] * z[i];
                }
                costs[r] = weights[r] * ofRow;
            }
        }

        /** With both activations f′ cancels against ∂C/∂a: δ = a − y. */
        @Override
        public void deltaInto(
                Activation output, float[] a, int rows, int outputs, float[] targets, float[] weights, float[] delta) {
            if (output instanceof Activation.Sigmoid) {
                differenceInto(a, rows, outputs, targets, weights, delta);
                return;
            }
            for (int r = 0; r < rows; r++) {
                int from = r * outputs;
                float weight = weights[r];
                for (int c = 0; c < outputs; c++) {
                    delta[from + c] = weight * a[from + c];
                }
                int ofClass = from + (int) targets[r];
                delta[ofClass] = weight * (a[ofClass] - 1);
            }
        }
    }

    /** Half squared error. */
    record HalfSquaredError() implements Loss {
        @Override
        public String name() {
            return "squaredError";
        }

        @Override
        public boolean goesWith(Activation output) {
            return !(output instanceof Activation.Softmax);
        }

        @Override
        public void forwardInPlace(
                Activation output, float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
            output.forwardInPlace(z, rows, outputs);
            for (int r = 0; r < rows; r++) {
                double ofRow = 0;
                for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                    double difference = (double) z[i] - targets[i];
                    ofRow += difference * difference;
                }
                costs[r] = weights[r] * (0.5 * ofRow);
            }
        }

        /** ∂C/∂a = a − y, then the activation's own f′. */
        @Override
        public void deltaInto(
                Activation output, float[] a, int rows, int outputs, float[] targets, float[] weights, float[] delta) {
            differenceInto(a, rows, outputs, targets, weights, delta);
            output.backwardInPlace(delta, a, rows, outputs);
        }
    }

    private static void differenceInto(
            float[] a, int rows, int outputs, float[] targets, float[] weights, float[] delta) {
        for (int r = 0; r < rows; r++) {
            float weight = weights[r];
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                delta[i] = weight * (a[i] - targets[i]);
            }
        }
    }
}
