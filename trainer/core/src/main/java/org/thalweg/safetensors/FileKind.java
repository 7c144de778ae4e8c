package org.thalweg.safetensors;

/**
 * What a file of tensors is for: its words in messages, and how much it may hold.
 *
 * @param what such as "model"
 * @param remedy what to do about one that is cut off or damaged
 * @param maxTensors more are refused
 */
public record FileKind(String what, String remedy, int maxTensors) {
    /** A file of this kind, for messages. */
    public TensorSource at(String path) {
        return new TensorSource(path, this);
    }
}
