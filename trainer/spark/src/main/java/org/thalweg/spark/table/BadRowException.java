package org.thalweg.spark.table;

import org.apache.spark.TaskContext;

/** One row is wrong. Thrown in tasks; the driver finds the row's line and tells it as a {@link DataException}. */
public final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int partition = TaskContext.getPartitionId();

    /**
     * A row that is wrong.
     *
     * @param what the column or the row, what was expected and what was found
     * @param file where the row came from; empty where it came from no file
     */
    BadRowException(String what, String file) {
        super(what);
        this.file = file;
    }

    String file() {
        return file;
    }

    /** The partition of the task that came upon it, from 0. */
    int partition() {
        return partition;
    }

    /** The bad row that a failed Spark job failed of, or null. */
    static BadRowException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadRowException bad) {
                return bad;
            }
        }
        return null;
    }
}
