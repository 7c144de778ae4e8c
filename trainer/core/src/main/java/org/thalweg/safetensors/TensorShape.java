package org.thalweg.safetensors;

import java.util.List;

/**
 * The name of a tensor, and its size along each dimension.
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
     * The number of values.
     *
     * @throws ArithmeticException if it exceeds 2⁶³
     */
    public long numbers() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
