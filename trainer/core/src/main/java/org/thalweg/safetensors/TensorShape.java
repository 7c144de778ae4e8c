package org.thalweg.safetensors;

import java.util.List;

/**
 * What a tensor is called, and how many numbers it has along each side.
 *
 * @param name its key in the header
 * @param shape row-major
 */
public record TensorShape(String name, List<Long> shape) {
    /** Copies the list. */
    public TensorShape {
        shape = List.copyOf(shape);
    }

    /**
     * How many numbers it holds.
     *
     * @throws ArithmeticException if there are more than 2⁶³
     */
    public long numbers() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
