package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Collectors;
import org.thalweg.settings.KeyText;

/**
 * Settings are wrong, or do not go with the rows or the model: the message lists every fault, each on a line of its own, with
 * what was expected, what was found, where, and what to do.
 */
public class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;
    private final SettingsError[] faults;

    SettingsException(List<SettingsError> faults) {
        this(
                faults.stream().map(SettingsError::toString).collect(Collectors.joining("\n")),
                faults.toArray(SettingsError[]::new));
    }

    /** One fault that shows beside the rows or the model; its keys are marked. */
    public SettingsException(String text) {
        this(text, new SettingsError[0]);
    }

    private SettingsException(String text, SettingsError[] faults) {
        super(KeyText.plain(text));
        this.text = text;
        this.faults = faults;
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public String text() {
        return text;
    }

    /**
     * All faults of settings that were read: those with a line, in the order of lines, then the whole file's, then the
     * overrides'.
     */
    public List<SettingsError> faults() {
        return List.of(faults);
    }
}
