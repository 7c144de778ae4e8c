package org.thalweg.data;

/** A text comes from bytes that are not UTF-8, which could make two labels equal. */
public final class OtherEncodingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    OtherEncodingException(String expected, String found) {
        super("expected " + expected + " in UTF-8, found " + found + ", whose bytes are of another encoding");
    }
}
