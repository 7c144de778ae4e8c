package org.thalweg.spark;

/** Thrown when there are no rows to train on or to evaluate on. */
public final class NoRowsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NoRowsException() {
        super("rows: expected at least one, found none");
    }
}
