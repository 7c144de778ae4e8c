package org.thalweg.safetensors;

import java.util.List;

/**
 * A tensor of a file, and the location of its values in memory.
 *
 * @param array shared, not copied: written to the file, or filled from it
 * @param offset of the tensor's first number in the array
 */
public record Tensor(TensorShape shape, float[] array, int offset) {
    /** Checks that the values lie within the array. */
    public Tensor {
        if (offset < 0 || shape.numbers() > array.length - offset) {
            throw new IllegalArgumentException("tensor " + shape.name() + ": expected its values " + shape.shape()
                    + " within an array of " + array.length + ", found offset " + offset);
        }
    }

    /** A one-dimensional tensor: a whole array. */
    public static Tensor of(String name, float[] array) {
        return new Tensor(new TensorShape(name, List.of((long) array.length)), array, 0);
    }

    /** The number of values. */
    public int length() {
        return Math.toIntExact(shape.numbers());
    }
}
