package org.thalweg.nn;

import org.thalweg.settings.Choice;

/**
 * The function f at a layer's end: a = f(z), where z = W x + b.
 *
 * <p>All but {@link Softmax} act number by number, and softmax stands at a network's end alone. Where f′ can be told from
 * the output a, z need not be kept. At a kink, the derivative is the one that the activation's own page says.
 */
public sealed interface Activation extends Choice.Named, NamedActivations
        permits PlainActivation, Elu, Exponential, FormulaActivation, Gaussian, Gelu, Selu, Softplus, Silu {
    /**
     * The activation that {@link #text()} spells.
     *
     * @throws IllegalArgumentException if it spells none
     */
    static Activation parse(String text) {
        return Choice.parse("activation", text, CHOICES, FormulaActivation::of);
    }

    /** The activation as model files spell it, such as {@code relu} or {@code leakyRelu(slope=0.2)}. */
    default String text() {
        return Choice.text(this, CHOICES);
    }

    /** Whether its kernel reads z after a is written: in the backward pass, or while it writes a. */
    default boolean needsZ() {
        return false;
    }

    /**
     * max |f′(z)|, beside which a unit's slope is judged; the slope at 0 where it has no bound. 0 for softmax, which has no
     * slope of its own.
     */
    double greatestSlope();

    /**
     * What computes f and f′ for one thread.
     *
     * @param numbers the most numbers at a time: its scratch memory, where it needs any, is taken for these
     */
    Kernel kernel(int numbers);

    /** The computation of f and f′ over arrays; may hold scratch memory, so it is for one thread at a time. */
    interface Kernel {
        /** Whose kernel it is. */
        Activation activation();

        /**
         * a = f(z).
         *
         * @param z [rows, columns], row-major, from index 0
         * @param a written, of the same shape; may be z itself, unless the activation {@link Activation#needsZ() needs z}
         */
        void forwardInto(float[] z, float[] a, int rows, int columns);

        /**
         * Multiplies ∂C/∂a by f′(z), in place, so that it becomes δ = ∂C/∂z.
         *
         * @param delta changed, [rows, columns] from index 0
         * @param z the activation's input at the same places; read only where it {@link Activation#needsZ() is needed},
         *     else may be a
         * @param a the activation's output at the same places
         * @throws UnsupportedOperationException for softmax, whose derivative is fused with cross entropy's
         */
        void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns);
    }

    /**
     * 1 where x &gt; 0, else 0, as min(1, x · 2²⁰⁰): without the branch that keeps the JIT compiler from vectorising. NaN
     * for NaN.
     */
    static float isPositive(float x) {
        return Math.min(1f, Math.max(0f, x) * 0x1p100f * 0x1p100f);
    }
}
