package org.thalweg.jobs.json;

/** A JSON file is not what it should be; the message says what was expected, what was found, and where. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A fault of a file that the message tells of. */
    public JsonException(String message) {
        super(message);
    }
}
