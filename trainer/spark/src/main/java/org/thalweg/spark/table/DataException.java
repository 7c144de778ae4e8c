package org.thalweg.spark.table;

/** The data is wrong; the message says what was expected, what was found, where, and what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Data that the message tells of. */
    public DataException(String message) {
        super(message);
    }

    /** Data that the message tells of, found through another failure. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
