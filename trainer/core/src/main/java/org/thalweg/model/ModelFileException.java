package org.thalweg.model;

/** A model file that cannot be used: cut off, damaged, of another format, or not a model file. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String DAMAGED = "the file is cut off or damaged: copy it again or train anew";

    private final String path;
    private final long byteOffset;

    private ModelFileException(String path, long byteOffset, String what, String todo) {
        super(path + ": " + what + (byteOffset < 0 ? "" : " (byte " + byteOffset + ")") + "; " + todo);
        this.path = path;
        this.byteOffset = byteOffset;
    }

    /** A damaged file, with the place of the fault or −1. */
    static ModelFileException damaged(String path, long byteOffset, String expected, String found) {
        return new ModelFileException(path, byteOffset, "expected " + expected + ", found " + found, DAMAGED);
    }

    /** A file that says something impossible. */
    static ModelFileException impossible(String path, String what) {
        return new ModelFileException(path, -1, what, DAMAGED);
    }

    /** A whole file that this version of Thalweg, or this machine, cannot use. */
    static ModelFileException unusable(String path, String what, String todo) {
        return new ModelFileException(path, -1, what, todo);
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
