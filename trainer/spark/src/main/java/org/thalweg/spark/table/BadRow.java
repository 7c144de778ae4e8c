package org.thalweg.spark.table;

import java.io.Serializable;
import org.thalweg.settings.KeyText;

/**
 * What is wrong with a row.
 *
 * @param kind the kind of error, for callers
 * @param text the column or the row, what was expected and what was found; with marked keys
 */
record BadRow(Kind kind, String text) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The kinds of errors that callers distinguish. */
    enum Kind {
        /** A label is not one of the classes. */
        UNKNOWN_CLASS,
        /** A text has bytes that are not UTF-8. */
        OTHER_ENCODING,
        /** A number with a decimal comma. */
        DECIMAL_COMMA,
        /** A number with thousands separators. */
        THOUSANDS,
        /** A text where a number is expected. */
        NO_NUMBER,
        /** A feature without a value. */
        MISSING,
        /** Anything else. */
        OTHER
    }

    static BadRow of(BadRowException bad) {
        return new BadRow(bad.kind(), bad.text());
    }

    /** A row with a value that Spark itself refuses, such as a sparse vector whose indices do not ascend. */
    static BadRow ofValue(IllegalArgumentException refusal) {
        return new BadRow(
                Kind.OTHER, "the row: expected values that Spark can read, found " + SparkFailures.firstLine(refusal));
    }

    /** The same with the position of the row. */
    BadRow at(String place) {
        return new BadRow(kind, text + " (" + place + ")");
    }

    /** An exception with the text and the advice of a format. */
    DataException exception(TableFormat format, Throwable cause) {
        String remedy =
                switch (kind) {
                    case OTHER_ENCODING -> format.otherEncoding();
                    case DECIMAL_COMMA -> "where a comma stands before the fraction, take data.decimal: \",\"";
                    case THOUSANDS ->
                        "where signs stand between thousands, take data.thousands, and data.decimal: \",\" where a comma"
                                + " stands before the fraction";
                    case MISSING ->
                        format.columns().isEmpty()
                                ? format.remedy()
                                : "take the row out, or train with " + KeyText.of("data.missing")
                                        + ": mean, which fills what is missing";
                    default -> format.remedy();
                };
        String message = text + "; " + remedy;
        return kind == Kind.UNKNOWN_CLASS
                ? new UnknownClassException(message, cause)
                : new DataException(message, cause);
    }
}
