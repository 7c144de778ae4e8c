package org.thalweg.spark;

import java.util.Optional;

/**
 * Thrown when rows differ from the first time they were read, for example when they are read again after an executor was lost.
 * Tasks throw it; the driver rethrows it without the text that Spark adds.
 */
public final class InputChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputChangedException() {
        super(
                "rows: expected the same rows each time they are read, found different rows when some were read again for a lost"
                        + " executor or a retried task; train on rows that do not change during the run, such as a copy of the files"
                        + " or a fixed version of the table");
    }

    /** The exception that a task threw and that made a Spark job fail; empty for another failure. */
    static Optional<InputChangedException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputChangedException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
