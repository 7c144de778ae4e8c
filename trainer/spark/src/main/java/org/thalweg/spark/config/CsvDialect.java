package org.thalweg.spark.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How CSV files spell values.
 *
 * @param decimal what stands before the fraction of a number: a point or a comma
 * @param thousands what may stand between groups of three digits; empty for nothing
 * @param encoding a charset's name
 * @param multiline whether a value in quotes may hold line breaks
 * @param nulls the words that stand for no value, beside an empty text
 */
public record CsvDialect(
        char decimal, Optional<Character> thousands, String encoding, boolean multiline, List<String> nulls) {
    /** The decimal signs there are. */
    static final List<Character> DECIMALS = List.of('.', ',');

    /** Numbers with a point, texts in UTF-8, a row a line. */
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

    /** Whether numbers are spelt as a program spells them. */
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

    /** Whether a charset is known, and lines and separators are found by their bytes. */
    static boolean isReadable(String encoding) {
        try {
            Charset charset = Charset.forName(encoding);
            return charset.canEncode()
                    && Arrays.equals(ASCII_LINE.getBytes(charset), ASCII_LINE.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Whether a character may stand between thousands. */
    static boolean mayGroup(char sign) {
        return !Character.isLetterOrDigit(sign) && "+-\"\n\r".indexOf(sign) < 0 && !Character.isSurrogate(sign);
    }
}
