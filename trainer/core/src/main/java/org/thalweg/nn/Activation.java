package org.thalweg.nn;

import org.thalweg.settings.Choice;

/**
 * An activation function f: a = f(z), where z = W x + b.
 *
 * <p>All but {@link Softmax} are applied elementwise; softmax is permitted only in the output layer. If f′ can be
 * computed from the output a, z need not be retained. Each activation documents its derivative at kinks.
 */
public sealed interface Activation extends Choice.Named, NamedActivations
        permits PlainActivation, Elu, Exponential, FormulaActivation, Gaussian, Gelu, Selu, Softplus, Silu {
    /**
     * Parses what {@link #text()} writes.
     *
     * @throws IllegalArgumentException if it is not a valid activation
     */
    static Activation parse(String text) {
        return Choice.parse("activation", text, CHOICES, FormulaActivation::of);
    }

    /** The activation as text in model files, such as {@code relu} or {@code leakyRelu(slope=0.2)}. */
    default String text() {
        return Choice.text(this, CHOICES);
    }

    /** Whether its kernel reads z after a is written: in the backward pass, or while it writes a. */
    default boolean needsZ() {
        return false;
    }

    /**
     * max |f′(z)|, relative to which units are counted as saturated; the slope at 0 if it is unbounded. 0 for softmax,
     * which has no elementwise slope.
     */
    double greatestSlope();

    /**
     * Creates the kernel that computes f and f′ for one thread.
     *
     * @param numbers the maximum number of values per call, which determines the size of its scratch memory
     */
    Kernel kernel(int numbers);

    /** Computes f and f′ over arrays. May have scratch memory; not thread-safe. */
    interface Kernel {
        /** The activation of this kernel. */
        Activation activation();

        /**
         * a = f(z).
         *
         * @param z [rows, columns], row-major, from index 0
         * @param a written, of the same shape; may alias z, unless the activation {@link Activation#needsZ() needs z}
         */
        void forwardInto(float[] z, float[] a, int rows, int columns);

        /**
         * Multiplies ∂C/∂a by f′(z), in place, so that it becomes δ = ∂C/∂z.
         *
         * @param delta changed, [rows, columns] from index 0
         * @param z the activation's input at the same indices; read only if the activation {@link Activation#needsZ()
         *     needs it}, otherwise it may be a
         * @param a the activation's output at the same indices
         * @throws UnsupportedOperationException for softmax, whose derivative is fused with cross entropy's
         */
        void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns);
    }

    /**
     * 1 if x &gt; 0, otherwise 0; NaN for NaN. Computed as min(1, x · 2²⁰⁰), since a branch would keep the JIT compiler
     * from vectorising.
     */
    static float isPositive(float x) {
        return Math.min(1f, Math.max(0f, x) * 0x1p100f * 0x1p100f);
    }
}
