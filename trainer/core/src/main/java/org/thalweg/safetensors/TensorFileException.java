package org.thalweg.safetensors;

/** A tensor file that cannot be used: truncated, damaged, of another format, or not a tensor file at all. */
public final class TensorFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final long byteOffset;

    TensorFileException(String path, long byteOffset, String what, String todo) {
        super(path + ": " + what + (byteOffset < 0 ? "" : " (byte " + byteOffset + ")") + "; " + todo);
        this.path = path;
        this.byteOffset = byteOffset;
    }

    /** The path of the file, as the caller gave it. */
    public String path() {
        return path;
    }

    /** The offset of the error in bytes, from 0; −1 if it has no position. */
    public long byteOffset() {
        return byteOffset;
    }
}
