package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Collects the errors of one reading, so that all are reported at once. For a text that cannot be parsed, only the first is
 * reported.
 */
public final class SettingsErrors {
    private static final int MAX_ERRORS = 100;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    private record Gathered(SourcePosition position, SettingsError error) {}

    private final List<Gathered> gathered = new ArrayList<>();

    /** Adds an error, shown with its line. */
    public void add(SourcePosition position, String message) {
        add(position, position.where(), message);
    }

    /** Adds a syntax error, shown with its line and column. */
    public void addSyntax(SourcePosition position, String message) {
        add(position, position.exactly(), message);
    }

    private void add(SourcePosition position, String where, String message) {
        if (gathered.size() == MAX_ERRORS) {
            List<SettingsError> first = new ArrayList<>(sorted());
            first.add(new SettingsError(
                    oneLine(where), "expected at most " + MAX_ERRORS + " errors, found more; correct these first"));
            throw new SettingsException(first);
        }
        gathered.add(new Gathered(position, new SettingsError(oneLine(where), oneLine(message))));
    }

    /** The content of a file must not break the line of an error or send control characters to the terminal. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** The number of errors so far. */
    public int count() {
        return gathered.size();
    }

    /**
     * Throws an exception if there are any errors.
     *
     * @throws SettingsException with all of them
     */
    public void throwIfAny() {
        if (!gathered.isEmpty()) {
            throw new SettingsException(sorted());
        }
    }

    private List<SettingsError> sorted() {
        return gathered.stream()
                .sorted(Comparator.comparing(Gathered::position))
                .map(Gathered::error)
                .toList();
    }
}
