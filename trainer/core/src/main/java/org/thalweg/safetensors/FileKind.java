package org.thalweg.safetensors;

/**
 * A kind of tensor file: how messages describe it, and how many tensors it may contain.
 *
 * @param what such as "model"
 * @param remedy what to do about a truncated or damaged file
 * @param maxTensors the most tensors permitted
 */
public record FileKind(String what, String remedy, int maxTensors) {
    /** A file of this kind, for messages. */
    public TensorSource at(String path) {
        return new TensorSource(path, this);
    }
}
