package org.thalweg.nn;

import java.util.List;
import org.thalweg.math.Elementary;

/**
 * The function f at a layer's end: a = f(z), where z = W x + b.
 *
 * <p>All but {@link Softmax} act number by number, and softmax stands at a network's end alone. Derivatives are written
 * in terms of the output a, so that z need not be kept.
 */
public sealed interface Activation {
    /** f(z) = 1 / (1 + e⁻ᶻ), the logistic function; f′ = a (1 − a). Error of f: 2.3e-7. */
    Activation SIGMOID = new Sigmoid();

    /** f(z) = tanh z; f′ = 1 − a². Error of f: 4e-7. */
    Activation TANH = new Tanh();

    /** f(z) = max(0, z), the rectified linear unit; f′ = 1 where z &gt; 0, else 0 (also at 0). */
    Activation RELU = new Relu();

    /** f(z) = z; f′ = 1. */
    Activation IDENTITY = new Identity();

    /** f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ over a row: the probabilities of classes that exclude each other. */
    Activation SOFTMAX = new Softmax();

    /** Every activation. */
    List<Activation> ALL = List.of(SIGMOID, TANH, RELU, IDENTITY, SOFTMAX);

    /**
     * The activation of a name, as job files and model files spell it.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static Activation named(String name) {
        return ALL.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = ALL.stream().map(Activation::name).toList();
            return new IllegalArgumentException("activation: expected one of " + names + ", found " + name);
        });
    }

    /** The activation's name, as job files and model files spell it. */
    String name();

    /**
     * Turns z into a = f(z), in place.
     *
     * @param z [rows, columns], row-major, from index 0
     */
    void forwardInPlace(float[] z, int rows, int columns);

    /**
     * Multiplies ∂C/∂a by f′(z), in place, so that it becomes δ = ∂C/∂z.
     *
     * @param delta changed, [rows · columns] from index 0
     * @param a the activation's output at the same places
     * @throws UnsupportedOperationException for softmax, whose derivative is fused with cross entropy's
     */
    void backwardInPlace(float[] delta, float[] a, int rows, int columns);

    /** The logistic function. */
    record Sigmoid() implements Activation {
        @Override
        public String name() {
            return "sigmoid";
        }

        @Override
        public void forwardInPlace(float[] z, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                z[i] = Elementary.sigmoid(z[i]);
            }
        }

        @Override
        public void backwardInPlace(float[] delta, float[] a, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                delta[i] *= a[i] * (1 - a[i]);
            }
        }
    }

    /** The hyperbolic tangent. */
    record Tanh() implements Activation {
        @Override
        public String name() {
            return "tanh";
        }

        @Override
        public void forwardInPlace(float[] z, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                z[i] = Elementary.tanh(z[i]);
            }
        }

        @Override
        public void backwardInPlace(float[] delta, float[] a, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                delta[i] *= 1 - a[i] * a[i];
            }
        }
    }

    /** The rectified linear unit. */
    record Relu() implements Activation {
        @Override
        public String name() {
            return "relu";
        }

        @Override
        public void forwardInPlace(float[] z, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                z[i] = Math.max(0f, z[i]);
            }
        }

        @Override
        public void backwardInPlace(float[] delta, float[] a, int rows, int columns) {
            int length = rows * columns;
            for (int i = 0; i < length; i++) {
                // f′ as min(1, a · 2²⁰⁰): 0 or 1 exactly, without the branch that keeps the JIT compiler from
                // vectorising.
                delta[i] *= Math.min(1f, a[i] * 0x1p100f * 0x1p100f);
            }
        }
    }

    /** No change. */
    record Identity() implements Activation {
        @Override
        public String name() {
            return "identity";
        }

        @Override
        public void forwardInPlace(float[] z, int rows, int columns) {}

        @Override
        public void backwardInPlace(float[] delta, float[] a, int rows, int columns) {}
    }

    /** Probabilities of classes that exclude each other. */
    record Softmax() implements Activation {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public void forwardInPlace(float[] z, int rows, int columns) {
            for (int r = 0; r < rows; r++) {
                normaliseInPlace(z, r * columns, columns, max(z, r * columns, columns));
            }
        }

        /** max z of one row. */
        static float max(float[] z, int from, int columns) {
            float max = z[from];
            for (int c = 1; c < columns; c++) {
                max = Math.max(max, z[from + c]);
            }
            return max;
        }

        /** Turns one row's z into its probabilities; returns Σ e^(z − max). */
        static double normaliseInPlace(float[] z, int from, int columns, float max) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                double e = Elementary.exp((double) z[from + c] - max);
                z[from + c] = (float) e;
                sum += e;
            }
            float factor = (float) (1 / sum);
            for (int c = 0; c < columns; c++) {
                z[from + c] *= factor;
            }
            return sum;
        }

        @Override
        public void backwardInPlace(float[] delta, float[] a, int rows, int columns) {
            throw new UnsupportedOperationException("softmax goes with cross entropy, whose δ is a − y");
        }
    }
}
