package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Gathers the faults of one reading, so that all are reported at once; of a text that is no settings at all, the first. */
public final class SettingsErrors {
    private static final int MAX_FAULTS = 100;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    private record Gathered(SourcePosition position, SettingsError fault) {}

    private final List<Gathered> gathered = new ArrayList<>();

    /** A fault, shown with its line. */
    public void add(SourcePosition position, String message) {
        add(position, position.where(), message);
    }

    /** A fault of the text itself, where the column matters. */
    public void addSyntax(SourcePosition position, String message) {
        add(position, position.exactly(), message);
    }

    private void add(SourcePosition position, String where, String message) {
        if (gathered.size() == MAX_FAULTS) {
            List<SettingsError> first = new ArrayList<>(sorted());
            first.add(new SettingsError(
                    oneLine(where), "expected at most " + MAX_FAULTS + " faults, found more; mend these first"));
            throw new SettingsException(first);
        }
        gathered.add(new Gathered(position, new SettingsError(oneLine(where), oneLine(message))));
    }

    /** What a file holds must neither break a fault's line nor steer the terminal it is shown on. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** How many there are so far. */
    public int count() {
        return gathered.size();
    }

    /**
     * Ends the reading where there are any.
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
                .map(Gathered::fault)
                .toList();
    }
}
