package org.thalweg.nn;

import java.util.Objects;

/**
 * A dense layer: a = f(W x + b), W: [outputs × inputs]; or a normalised one, a = f(g ∘ x̂ + b), where x̂ is W x
 * {@linkplain LayerNormalisation normalised} over the layer's units.
 *
 * @param outputs the number of units, 1 or more; 2 or more if normalised, since a single unit would always be 0
 * @param activation f
 * @param normalised whether the layer is normalised, and has a gain g
 */
public record Layer(int outputs, Activation activation, boolean normalised) {
    /** Checks the ranges. */
    public Layer {
        Objects.requireNonNull(activation, "activation");
        if (outputs < 1) {
            throw new IllegalArgumentException("outputs of a layer: expected 1 or more, found " + outputs);
        }
        if (normalised && outputs < 2) {
            throw new IllegalArgumentException("outputs of a normalised layer: expected 2 or more, found " + outputs);
        }
    }

    /** A layer that is not normalised. */
    public Layer(int outputs, Activation activation) {
        this(outputs, activation, false);
    }

    /** The number of parameters with this many inputs: W, b, and g if normalised. */
    long parameterCount(int inputs) {
        return (inputs + (normalised ? 2L : 1L)) * outputs;
    }
}
