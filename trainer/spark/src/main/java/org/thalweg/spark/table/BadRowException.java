package org.thalweg.spark.table;

import java.util.Optional;
import org.apache.spark.TaskContext;
import org.thalweg.settings.KeyText;

/** One row is wrong. Thrown in tasks; the driver finds the row's line and throws a {@link DataException}. */
public final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final BadRow row;
    private final String file;
    private final int partition = TaskContext.getPartitionId();

    /**
     * A bad row.
     *
     * @param file the file of the row; empty if it is not from a file
     */
    BadRowException(BadRow row, String file) {
        super(KeyText.plain(row.text()));
        this.row = row;
        this.file = file;
    }

    /** A bad row of kind {@link BadRow.Kind#OTHER}. */
    BadRowException(String text, String file) {
        this(new BadRow(BadRow.Kind.OTHER, text), file);
    }

    String text() {
        return row.text();
    }

    BadRow.Kind kind() {
        return row.kind();
    }

    String file() {
        return file;
    }

    /** The partition of the task that found it, from 0. */
    int partition() {
        return partition;
    }

    /** The bad row that caused the failure of a Spark job; empty if it has another cause. */
    static Optional<BadRowException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadRowException bad) {
                return Optional.of(bad);
            }
        }
        return Optional.empty();
    }
}
