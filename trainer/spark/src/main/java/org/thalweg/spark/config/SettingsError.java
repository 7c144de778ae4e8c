package org.thalweg.spark.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * One thing that is wrong with a job file.
 *
 * @param where the file and line ({@code jobs/x.yaml, line 7}), or the override ({@code --set seed=x})
 * @param message what was expected, what was found, and what to do; one line
 */
public record SettingsError(String where, String message) implements Serializable {

    /** Requires both. */
    public SettingsError {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(message, "message");
    }

    /** The error as it is shown: {@code where: message}. */
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
