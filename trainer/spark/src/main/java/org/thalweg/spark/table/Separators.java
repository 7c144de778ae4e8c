package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import org.thalweg.settings.KeyText;

/** Recognises common separators: if a file is read with a wrong separator, each line is a single value. */
public final class Separators {
    private static final List<Character> ALL = List.of(';', '\t', '|', ',');

    private Separators() {}

    /** The separator of the names or values in a line that was read as a single value; empty for none. */
    public static Optional<Character> in(String line) {
        return ALL.stream().filter(sign -> line.indexOf(sign) > 0).findFirst();
    }

    /** The setting for a separator. */
    public static String setting(char sign) {
        return KeyText.of("data.separator") + ": " + (sign == '\t' ? "tab" : "\"" + sign + "\"");
    }
}
