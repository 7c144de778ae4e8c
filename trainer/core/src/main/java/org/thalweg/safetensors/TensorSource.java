package org.thalweg.safetensors;

/**
 * A file that is read, and how its faults are told.
 *
 * @param path as its reader names it
 */
public record TensorSource(String path, FileKind kind) {
    /**
     * It is damaged.
     *
     * @param byteOffset of the fault; −1 where it has no place
     */
    public TensorFileException damaged(long byteOffset, String expected, String found) {
        return new TensorFileException(path, byteOffset, "expected " + expected + ", found " + found, remedy());
    }

    /** It says something impossible. */
    public TensorFileException impossible(String what) {
        return new TensorFileException(path, -1, what, remedy());
    }

    /** It is whole, but this version of Thalweg, or this machine, cannot use it. */
    public TensorFileException unusable(String what, String todo) {
        return new TensorFileException(path, -1, what, todo);
    }

    private String remedy() {
        return "the file is cut off or damaged: " + kind.remedy();
    }
}
