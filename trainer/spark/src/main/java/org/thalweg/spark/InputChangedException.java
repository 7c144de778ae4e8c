package org.thalweg.spark;

import java.util.Optional;

/**
 * Rows that were read once more, such as after an executor was lost, are others than at first. Thrown in tasks: the driver
 * throws it again without what Spark adds.
 */
public final class InputChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputChangedException() {
        super(
                "rows: expected the same rows whenever they are read, found others when some were read again for an executor that"
                        + " was lost, or a task that was tried again; train on rows that stay as they are for the run, such as a copy"
                        + " of the files, or a version of the table");
    }

    /** The change that a Spark job failed of, as a task found it; empty for another failure. */
    static Optional<InputChangedException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputChangedException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
