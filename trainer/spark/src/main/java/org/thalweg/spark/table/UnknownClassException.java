package org.thalweg.spark.table;

/** A row's label is not one of the known classes. */
public final class UnknownClassException extends DataException {
    private static final long serialVersionUID = 1;

    /** A message with marked keys, and the failure that it explains. */
    public UnknownClassException(String text, Throwable cause) {
        super(text, cause);
    }
}
