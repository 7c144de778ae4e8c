package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import org.thalweg.settings.KeyText;

/** The signs that people put between the values of a line: of a file that is read by another one, each line is one value. */
public final class Separators {
    private static final List<Character> ALL = List.of(';', '\t', '|', ',');

    private Separators() {}

    /** The sign that separates the names in a header, or the values of a line, that was read as one; empty for none. */
    public static Optional<Character> in(String line) {
        return ALL.stream().filter(sign -> line.indexOf(sign) > 0).findFirst();
    }

    /** The setting by which files are read with a sign. */
    public static String setting(char sign) {
        return KeyText.of("data.separator") + ": " + (sign == '\t' ? "tab" : "\"" + sign + "\"");
    }
}
