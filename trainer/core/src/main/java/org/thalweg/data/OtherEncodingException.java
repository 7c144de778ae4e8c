package org.thalweg.data;

/** A text came of bytes that are no UTF-8: two labels could become one. */
public final class OtherEncodingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    OtherEncodingException(String expected, String found) {
        super("expected " + expected + " in UTF-8, found " + found + ", whose bytes are of another encoding");
    }
}
