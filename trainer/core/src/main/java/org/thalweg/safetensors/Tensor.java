package org.thalweg.safetensors;

import java.util.List;

/**
 * A tensor of a file, and where its numbers stand in memory.
 *
 * @param array shared, not copied: it is written from, or read into
 * @param offset of the tensor's first number in the array
 */
public record Tensor(TensorShape shape, float[] array, int offset) {
    /** Checks that the numbers are within the array. */
    public Tensor {
        if (offset < 0 || shape.numbers() > array.length - offset) {
            throw new IllegalArgumentException("tensor " + shape.name() + ": expected its numbers " + shape.shape()
                    + " within " + array.length + ", found them from " + offset + " on");
        }
    }

    /** A tensor of one side: a whole array. */
    public static Tensor of(String name, float[] array) {
        return new Tensor(new TensorShape(name, List.of((long) array.length)), array, 0);
    }

    /** How many numbers it holds. */
    public int length() {
        return Math.toIntExact(shape.numbers());
    }
}
