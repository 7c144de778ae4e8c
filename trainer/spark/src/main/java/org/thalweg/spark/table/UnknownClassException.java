package org.thalweg.spark.table;

/** A row's label is none of the classes that are known. */
public final class UnknownClassException extends DataException {
    private static final long serialVersionUID = 1;

    /** A message, with its keys marked, and the failure that it explains. */
    public UnknownClassException(String text, Throwable cause) {
        super(text, cause);
    }
}
