package org.thalweg.spark;

import java.util.List;
import java.util.Optional;

/**
 * Thrown when a disk has too little space for the data that a run writes to Spark's local folders. The message has the sizes, the
 * folder, and what to do. Tasks throw it, too; the driver then rethrows it without the text that Spark adds.
 */
public final class DiskSpaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String ADVICE =
            "; free space there, set another folder in spark.local.dir (on a cluster in the settings of its nodes, such as"
                    + " SPARK_LOCAL_DIRS), read fewer columns, or use more executors";

    /** The system's messages for a full disk and for an exceeded quota; there is no other way to recognize them. */
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    /**
     * Too little disk space.
     *
     * @param message what was expected, what was found, and where
     */
    DiskSpaceException(String message) {
        super(message + ADVICE);
    }

    /**
     * The same with further advice.
     *
     * @param advice appended to the message
     */
    DiskSpaceException(String message, String advice) {
        super(message + ADVICE + advice);
    }

    /** The exception that a task threw and that made a Spark job fail; empty for another failure. */
    static Optional<DiskSpaceException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DiskSpaceException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Whether a full disk is the cause of a failure. Spark may also report it as memory that could not be spilled. */
    public static boolean isDiskFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DiskSpaceException || isDiskFull(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text, such as a log, reports a full disk. */
    public static boolean isDiskFull(String text) {
        return FULL.stream().anyMatch(text::contains);
    }
}
