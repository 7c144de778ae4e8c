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
    private final Fault[] faults;

    SettingsException(List<Fault> faults) {
        this(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), faults.toArray(Fault[]::new));
    }

    /** One fault that shows beside the rows or the model; its keys are marked. */
    public SettingsException(String text) {
        this(text, new Fault[0]);
    }

    private SettingsException(String text, Fault[] faults) {
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
    public List<Fault> faults() {
        return List.of(faults);
    }
}
