package org.thalweg.nn;

import java.util.Objects;

/**
 * A dense layer: a = f(W x + b), W: [outputs × inputs]; or a normalised one, a = f(g ∘ x̂ + b), where x̂ is W x
 * {@linkplain LayerNormalisation normalised} over the layer's units.
 *
 * @param outputs its units, 1 or more; 2 or more where it is normalised, as a single unit would always be 0
 * @param activation f
 * @param normalised whether the layer is normalised, and has a gain g
 */
public record Layer(int outputs, Activation activation, boolean normalised) {
    /** Checks the ranges. */
    public Layer {
        Objects.requireNonNull(activation, "activation");
        if (outputs < 1) {
            throw new IllegalArgumentException("a layer's outputs: expected 1 or more, found " + outputs);
        }
        if (normalised && outputs < 2) {
            throw new IllegalArgumentException("a normalised layer's outputs: expected 2 or more, found " + outputs);
        }
    }

    /** A layer that is not normalised. */
    public Layer(int outputs, Activation activation) {
        this(outputs, activation, false);
    }

    /** Its parameters over so many inputs: W, b, and g where it is normalised. */
    long parameterCount(int inputs) {
        return (inputs + (normalised ? 2L : 1L)) * outputs;
    }
}
