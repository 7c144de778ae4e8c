package org.thalweg.jobs.retrain;

import java.util.HexFormat;

/** A SHA-256 in a third of the memory of its text. */
record Sha256(long first, long second, long third, long fourth) {
    /**
     * Parses 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException if the text is not that
     */
    static Sha256 of(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("expected 64 digits in hex, found " + hex);
        }
        return new Sha256(part(hex, 0), part(hex, 1), part(hex, 2), part(hex, 3));
    }

    private static long part(String hex, int index) {
        return HexFormat.fromHexDigitsToLong(hex, 16 * index, 16 * (index + 1));
    }

    /** The hash in lower-case hexadecimal. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
