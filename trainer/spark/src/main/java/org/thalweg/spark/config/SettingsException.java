package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Collectors;
import org.thalweg.settings.KeyText;

/**
 * Invalid settings, or settings that do not fit the rows or the model. The message lists all errors, one per line, with what
 * was expected, what was found, where, and what to do.
 */
public class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;
    private final SettingsError[] errors;

    SettingsException(List<SettingsError> errors) {
        this(
                errors.stream().map(SettingsError::toString).collect(Collectors.joining("\n")),
                errors.toArray(SettingsError[]::new));
    }

    /** One error that was found with the rows or the model. Its keys are marked. */
    public SettingsException(String text) {
        this(text, new SettingsError[0]);
    }

    private SettingsException(String text, SettingsError[] errors) {
        super(KeyText.plain(text));
        this.text = text;
        this.errors = errors;
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public String text() {
        return text;
    }

    /**
     * All errors of settings that were read: first those with a line, in the order of lines, then those of the whole file,
     * then those of the overrides.
     */
    public List<SettingsError> errors() {
        return List.of(errors);
    }
}
