package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Collectors;

/** A job file or an override is wrong; the message lists every fault, each on a line of its own. */
public class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Fault[] faults;

    SettingsException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = faults.toArray(Fault[]::new);
    }

    /** All faults: those with a line, in the order of lines, then the whole file's, then the overrides'. */
    public List<Fault> faults() {
        return List.of(faults);
    }
}
