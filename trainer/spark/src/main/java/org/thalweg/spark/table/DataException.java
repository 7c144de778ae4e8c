package org.thalweg.spark.table;

import java.util.List;
import java.util.stream.Collectors;
import org.thalweg.settings.KeyText;

/** The data is invalid. The message contains what was expected, what was found, where, and what to do. */
public class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;

    /** A message with marked keys. */
    public DataException(String text) {
        super(KeyText.plain(text));
        this.text = text;
    }

    /** A message with marked keys, and the failure that it explains. */
    public DataException(String text, Throwable cause) {
        super(KeyText.plain(text), cause);
        this.text = text;
    }

    /** Several failures as one, each on a line of its own; at least one. */
    static DataException of(List<DataException> failures) {
        return new DataException(
                failures.stream().map(DataException::text).collect(Collectors.joining("\n")), failures.get(0));
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public final String text() {
        return text;
    }
}
