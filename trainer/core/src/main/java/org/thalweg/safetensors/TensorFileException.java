package org.thalweg.safetensors;

/** A file of tensors that cannot be used: cut off, damaged, of another format, or none at all. */
public final class TensorFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final long byteOffset;

    TensorFileException(String path, long byteOffset, String what, String todo) {
        super(path + ": " + what + (byteOffset < 0 ? "" : " (byte " + byteOffset + ")") + "; " + todo);
        this.path = path;
        this.byteOffset = byteOffset;
    }

    /** The file, as its reader named it. */
    public String path() {
        return path;
    }

    /** The byte at which the fault shows, from 0; −1 where it has no place. */
    public long byteOffset() {
        return byteOffset;
    }
}
