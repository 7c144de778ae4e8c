package org.thalweg.spark.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How values are written in CSV files.
 *
 * @param decimal the decimal separator: a point or a comma
 * @param thousands the thousands separator; empty for none
 * @param encoding a charset's name
 * @param multiline whether a value in quotes may hold line breaks
 * @param nulls the texts that mean a missing value, in addition to an empty text
 */
public record CsvDialect(
        char decimal, Optional<Character> thousands, String encoding, boolean multiline, List<String> nulls) {
    /** The permitted decimal separators. */
    static final List<Character> DECIMALS = List.of('.', ',');

    /** Numbers with a decimal point, texts in UTF-8, one row per line. */
    public static final CsvDialect DEFAULT = new CsvDialect('.', Optional.empty(), "UTF-8", false, List.of());

    private static final String ASCII_LINE = "\r\n\t\"',;.|0123456789";

    /** Copies the list. @throws IllegalArgumentException for signs that contradict each other, or an unknown encoding */
    public CsvDialect {
        if (!DECIMALS.contains(decimal)
                || thousands.filter(sign -> sign == decimal).isPresent()) {
            throw new IllegalArgumentException(
                    "decimal: expected a point or a comma that does not stand between thousands, found " + decimal);
        }
        if (!isReadable(encoding)) {
            throw new IllegalArgumentException("encoding: expected one whose ASCII is a byte each, found " + encoding);
        }
        nulls = List.copyOf(nulls);
    }

    /** Whether numbers have a decimal point and no thousands separator. */
    public boolean hasPlainNumbers() {
        return decimal == '.' && thousands.isEmpty();
    }

    /** Whether texts are in UTF-8. */
    public boolean isUtf8() {
        return charset().equals(StandardCharsets.UTF_8);
    }

    /** The encoding. */
    public Charset charset() {
        return Charset.forName(encoding);
    }

    /** Whether a charset is known, and line breaks and separators have the same bytes as in ASCII. */
    static boolean isReadable(String encoding) {
        try {
            Charset charset = Charset.forName(encoding);
            return charset.canEncode()
                    && Arrays.equals(ASCII_LINE.getBytes(charset), ASCII_LINE.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Whether a character may be a thousands separator. */
    static boolean mayGroup(char sign) {
        return !Character.isLetterOrDigit(sign) && "+-\"\n\r".indexOf(sign) < 0 && !Character.isSurrogate(sign);
    }
}
