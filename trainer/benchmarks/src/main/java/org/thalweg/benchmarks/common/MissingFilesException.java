package org.thalweg.benchmarks.common;

/** Thrown when files that a benchmark needs are missing; the message says where they were expected. */
public final class MissingFilesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message. */
    public MissingFilesException(String message) {
        super(message);
    }
}
