package org.thalweg.jobs.config;

import java.util.Objects;
import java.util.Optional;

/**
 * The job file's {@code output}: where scored rows go.
 *
 * @param path always there in a file read for {@link Purpose#SCORE}
 * @param format the format to write
 * @param overwrite whether what is there already may be replaced
 */
public record OutputSection(Optional<String> path, OutputFormat format, boolean overwrite) {
    static final OutputFormat DEFAULT_FORMAT = OutputFormat.PARQUET;
    static final boolean DEFAULT_OVERWRITE = false;

    /**
     * Requires a path, if any, that is not blank.
     *
     * @throws IllegalArgumentException for a blank one
     */
    public OutputSection {
        Objects.requireNonNull(format, "format");
        if (path.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("output.path: expected a path, found a blank one");
        }
    }
}
