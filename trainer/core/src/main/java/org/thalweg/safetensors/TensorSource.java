package org.thalweg.safetensors;

/**
 * A file being read, and the exceptions for its errors.
 *
 * @param path as the caller gave it
 */
public record TensorSource(String path, FileKind kind) {
    /**
     * The file is damaged.
     *
     * @param byteOffset of the error; −1 if it has no position
     */
    public TensorFileException damaged(long byteOffset, String expected, String found) {
        return new TensorFileException(path, byteOffset, "expected " + expected + ", found " + found, remedy());
    }

    /** The file contains invalid data. */
    public TensorFileException impossible(String what) {
        return new TensorFileException(path, -1, what, remedy());
    }

    /** The file is intact, but this version of Thalweg, or this machine, cannot use it. */
    public TensorFileException unusable(String what, String todo) {
        return new TensorFileException(path, -1, what, todo);
    }

    private String remedy() {
        return "the file is cut off or damaged: " + kind.remedy();
    }
}
