package org.thalweg.jobs.json;

/** A JSON file is invalid; the message says what was expected, what was found, and where. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with such a message. */
    public JsonException(String message) {
        super(message);
    }
}
