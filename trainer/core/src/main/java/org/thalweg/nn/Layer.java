package org.thalweg.nn;

import java.util.Objects;

/**
 * A dense layer: a = f(W x + b), W: [outputs × inputs].
 *
 * @param outputs its units, 1 or more
 * @param activation f
 */
public record Layer(int outputs, Activation activation) {
    /** Checks the ranges. */
    public Layer {
        Objects.requireNonNull(activation, "activation");
        if (outputs < 1) {
            throw new IllegalArgumentException("a layer's outputs: expected 1 or more, found " + outputs);
        }
    }
}
